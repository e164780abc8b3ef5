//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

extension HTTP {
    /// Tells the connections of a process apart, in logs and as the key of a dictionary.
    ///
    /// None is used twice as long as the process lives. A request and the WebSocket that it opens have the same.
    public struct ConnectionID: RawRepresentable, Hashable, Sendable {
        private static let count = Atomic<UInt64>(0)

        /// The connection's number, in the order in which they began.
        public let rawValue: UInt64

        /// Creates an identifier from its number.
        public init(rawValue: UInt64) {
            self.rawValue = rawValue
        }

        /// One that has not been used.
        static var next: HTTP.ConnectionID {
            HTTP.ConnectionID(rawValue: Self.count.add(1, ordering: .relaxed).newValue)
        }
    }
}

extension HTTP.ConnectionID: CustomStringConvertible {
    /// The number.
    public var description: String { String(self.rawValue) }
}
