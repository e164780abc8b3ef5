//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A message that the running task is sending piece by piece, so that it cannot wait for itself.
final class MessageScope: Sendable {
    /// The innermost one.
    @TaskLocal static var current: MessageScope?

    private weak let socket: WebSocket?
    private let id: UInt32
    private let outer: MessageScope?

    init(socket: WebSocket, id: UInt32, outer: MessageScope?) {
        self.socket = socket
        self.id = id
        self.outer = outer
    }

    /// Whether the running task is sending the message with this id.
    static func isCurrent(_ id: UInt32, on socket: WebSocket) -> Bool {
        var scope = Self.current
        while let candidate = scope {
            if candidate.id == id, candidate.socket === socket { return true }
            scope = candidate.outer
        }
        return false
    }
}
