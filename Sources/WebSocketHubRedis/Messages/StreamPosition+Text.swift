//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

extension StreamPosition {
    /// The position as Redis writes the id of an entry.
    var text: String { "\(self.major)-\(self.minor)" }

    /// Reads the id of an entry.
    ///
    /// - Parameter text: The id; `nil` comes of what is none.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = UInt64(parts[0]), let minor = UInt64(parts[1]) else { return nil }
        self.init(major, minor)
    }
}
