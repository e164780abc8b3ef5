//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension Hub {
    /// A member of a topic who is present, with any number of connections.
    ///
    /// Members are compared by the bytes of their `id` and `info`: `é` in one scalar and in two are different.
    public struct Member: Hashable, Sendable {
        private let exactID: ExactString
        private let exactInfo: ExactString

        /// The name that identifies the member; connections with the same one are those of one member.
        public var id: String { self.exactID.text }

        /// What others are to know of the member, for example a name to show.
        public var info: String { self.exactInfo.text }

        /// Creates a member.
        public init(id: String, info: String = "") {
            self.exactID = ExactString(id)
            self.exactInfo = ExactString(info)
        }
    }
}
