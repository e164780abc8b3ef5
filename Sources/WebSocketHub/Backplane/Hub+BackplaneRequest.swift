//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// What a hub asks of the server of its backplane; see ``Hub/BackplaneEvent/refused(_:_:reason:)``.
    @nonexhaustive
    public enum BackplaneRequest: Hashable, Sendable {
        /// To send what is published to a topic, or to all topics that match a pattern.
        case subscribing
        /// To send a message to others, or to keep it.
        case publishing
        /// To tell what a topic keeps.
        case reading
        /// Updating or reading the members of a topic.
        case presence
    }
}

extension Hub.BackplaneRequest: CustomStringConvertible {
    /// What is asked, before the name of the topic.
    public var description: String {
        switch self {
        case .subscribing: "Subscribing to"
        case .publishing: "Publishing to"
        case .reading: "Reading the history of"
        case .presence: "The presence in"
        }
    }
}
