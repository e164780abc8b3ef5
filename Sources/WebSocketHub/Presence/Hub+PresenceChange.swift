//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension Hub {
    /// That somebody has come to a topic or gone.
    public struct PresenceChange: Hashable, Sendable {
        /// What has happened.
        public enum Kind: Hashable, Sendable {
            /// Their first connection has subscribed.
            case joined
            /// Their last connection has unsubscribed or ended.
            case left
        }

        /// What has happened.
        public let kind: Kind

        /// Who it is.
        public let member: Hub.Member

        /// The topic.
        public var topic: String { self.exactTopic.text }

        private let exactTopic: ExactString

        /// Creates a change.
        public init(_ kind: Kind, _ member: Hub.Member, in topic: String) {
            self.kind = kind
            self.member = member
            self.exactTopic = ExactString(topic)
        }
    }
}
