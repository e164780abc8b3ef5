//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// What a hub tells of its way to others; see ``Hub/Configuration/onBackplaneEvent``.
    @nonexhaustive
    public enum BackplaneEvent: Hashable, Sendable {
        /// It has been interrupted, or could not be established, and the hub goes on alone.
        case lost(reason: String)

        /// It has been established, or is so again.
        ///
        /// In so many topics and patterns something of what others have published meanwhile is missing, as they keep no messages or
        /// not enough, or may be, as the backplane has lost what it kept.
        case restored(gaps: Int)

        /// The server of the backplane has refused one request, with the text of its error; all else goes on.
        ///
        /// Subscribers of a topic or a pattern that was refused get what is published by their own node, until a later attempt
        /// succeeds. A message that was refused is given up, unless its topic keeps messages and the reason may pass, such as a
        /// server without memory: then this is told once, and the messages wait. At most ten of these events are told in a second;
        /// ``Hub/Metrics/refused`` counts all.
        case refused(Hub.BackplaneRequest, Hub.TopicFilter, reason: String)
    }
}

extension Hub.BackplaneEvent: CustomStringConvertible {
    /// What has happened, in a sentence; the names of topics, which clients may have chosen, are quoted.
    public var description: String {
        switch self {
        case .lost(let reason): "The way to other nodes is interrupted: \(reason)"
        case .restored(gaps: 0): "The way to other nodes is established."
        case .restored(let gaps): "The way to other nodes is established; \(gaps) topics have missed messages."
        case .refused(let request, let filter, reason: let reason):
            "\(request) \(filter.description.debugDescription) was refused: \(reason)"
        }
    }
}
