//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSTransport

extension WebSocket {
    /// Does something with the stream in memory that the connection runs over; it must run over one.
    package func changeMemoryStream(_ body: @Sendable (MemoryStream) -> Void) {
        guard let stream = self.stream as? MemoryStream else {
            preconditionFailure("this connection is not in memory")
        }
        body(stream)
    }
}
