//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// What ``Hub/serve(_:as:allowing:)`` answers a client.
    ///
    /// In JSON: `{"subscribed":"rooms/7","missed":3,"complete":true}`, `{"unsubscribed":"rooms/7"}` or
    /// `{"error":"it is not allowed","of":"rooms/7"}`. What is published is not answered, but comes to all who have subscribed.
    public struct Answer: Codable, Hashable, Sendable {
        /// What has been subscribed to; what was missed has come before.
        public private(set) var subscribed: String?
        /// How many messages that were.
        public private(set) var missed: Int?
        /// Whether they were all that had been missed.
        public private(set) var complete: Bool?
        /// What is not subscribed to any more.
        public private(set) var unsubscribed: String?
        /// Why something was not done.
        public private(set) var error: String?
        /// Of which topic or pattern.
        public private(set) var of: String?

        init(_ catchup: Hub.Replay, to filter: String) {
            self.subscribed = filter
            self.missed = catchup.messageCount
            self.complete = catchup.isComplete
        }

        init(unsubscribed filter: String) {
            self.unsubscribed = filter
        }

        init(_ error: String, of request: Hub.ClientRequest?) {
            self.error = error
            self.of = request?.filter
        }
    }
}
