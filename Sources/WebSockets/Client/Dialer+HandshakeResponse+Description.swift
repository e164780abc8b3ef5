//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Dialer.HandshakeResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The status, the header fields as they describe themselves, and the size of the body, which may hold secrets.
    public var description: String { "\(self.status) \(self.headers), \(self.body.count) bytes of body" }

    /// The same as ``description``.
    public var debugDescription: String { self.description }

    /// What is in ``description``.
    public var customMirror: Mirror {
        Mirror(self, children: ["status": self.status, "headers": self.headers, "bodySize": self.body.count])
    }
}
