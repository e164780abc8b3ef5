//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension RedisBackplane {
    /// Why something about a Redis server has failed.
    public struct Error: Swift.Error, Hashable, Sendable {
        /// What is wrong.
        public let message: String

        init(_ message: String) {
            self.message = message
        }
    }
}

extension RedisBackplane.Error: CustomStringConvertible {
    /// What is wrong.
    public var description: String { self.message }
}
