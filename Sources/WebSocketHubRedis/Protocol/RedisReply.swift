//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a Redis server sends: the answer to a command, or a message.
package enum RedisReply: Equatable, Sendable {
    case string([UInt8])
    case status(String)
    case integer(Int64)
    case array([RedisReply])
    case null
    case error(String)

    /// Whether it is an error.
    var isError: Bool { if case .error = self { true } else { false } }

    /// Its bytes, if it is a string.
    var bytes: [UInt8]? { if case .string(let bytes) = self { bytes } else { nil } }

    /// Its text, if it is a string of UTF-8.
    var text: String? { self.bytes.flatMap { String(validating: $0, as: UTF8.self) } }

    /// Its elements, if it is an array.
    var elements: [RedisReply]? { if case .array(let elements) = self { elements } else { nil } }

    /// Its number, if it is one.
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
}
