//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What connects a hub with those of other processes, so that what is published in one arrives in all.
///
/// A hub hands what happens in it to its backplane, and is told by it, as its ``BackplaneListener``, what happens in others. All
/// methods but ``members(of:)`` and ``shutdown()`` return at once, on any thread, and are called in the order in which things are
/// to happen; what they cannot do yet, as the way to the others is interrupted, they keep in mind.
///
/// There are ``LocalBackplane``, which connects to no other hub, and `RedisBackplane` in the product `WebSocketHubRedis`.
package protocol BackplaneConnection: Sendable {
    /// Whether there may be other hubs; of those that are alone the backplane is asked for nothing.
    var isShared: Bool { get }

    /// Begins to serve a hub; called once.
    ///
    /// - Parameters:
    ///   - hub: Who is told, which the backplane must not keep alive.
    ///   - node: Tells the hub from all others.
    func begin(_ hub: any BackplaneListener, as node: UInt64)

    /// Sends a message to the hubs of other nodes, and keeps it for those that come later if it has a number.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - rule: What its topic keeps; `nil` if nothing.
    func publish(_ message: SharedMessage, keeping rule: Hub.HistoryRule?)

    /// Begins to listen to a topic or a pattern for the hub, and goes on with it after interruptions.
    ///
    /// Each time it has begun it calls ``BackplaneListener/attached(_:_:)``, and then ``BackplaneListener/received(_:at:)`` for
    /// each message, in the order in which each node has published them.
    ///
    /// - Parameters:
    ///   - filter: The topic or the pattern.
    ///   - rule: What the topic keeps; `nil` if nothing.
    func attach(_ filter: Hub.TopicFilter, keeping rule: Hub.HistoryRule?)

    /// Ends to listen to a topic or a pattern.
    func detach(_ filter: Hub.TopicFilter)

    /// Lets somebody be known as present in a topic, in which nobody with their id has been by this node.
    func enter(_ member: Hub.Member, _ topic: String)

    /// Lets somebody be gone from a topic, who was present by this node.
    func leave(_ member: Hub.Member, _ topic: String)

    /// Who is present in a topic by any node, in no order; `nil` if that cannot be known now.
    ///
    /// It has to return within a timeout of the backplane's, and at once if the task is cancelled: nothing else ends the wait of
    /// ``Hub/members(of:)``.
    func members(of topic: String) async -> [Hub.Member]?

    /// Ends, having sent what was published as far as that can be done soon, and having all who are present by this node leave.
    ///
    /// It may be called several times, also at once, and has to return within a timeout, and at once if the task is cancelled.
    func shutdown() async
}
