//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A command as it is sent: an array of strings (RESP2).
package struct RedisCommand: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// A part of a command.
    package enum Argument: Sendable {
        case text(String)
        case bytes([UInt8])
    }

    /// Encodes a command.
    package init(_ arguments: [Argument]) {
        self.append("*", arguments.count)
        for argument in arguments {
            switch argument {
            case .text(let text):
                self.append("$", text.utf8.count)
                self.bytes += text.utf8
            case .bytes(let bytes):
                self.append("$", bytes.count)
                self.bytes += bytes
            }
            self.bytes += "\r\n".utf8
        }
    }

    /// Encodes a command of texts.
    package init(_ arguments: String...) {
        self.init(arguments.map { .text($0) })
    }

    private mutating func append(_ kind: String, _ number: Int) {
        self.bytes += "\(kind)\(number)\r\n".utf8
    }
}
