//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WSTransport
public import WebSockets

/// Topics that sockets subscribe to, and that anybody publishes to.
///
/// ```swift
/// let hub = Hub()
/// server.webSocket("/prices") { socket in
///     try await hub.subscribe(socket, matching: "prices/#")
///     for try await _ in socket {}
/// }
/// …
/// try hub.publish("42.17", to: "prices/ACME")
/// ```
///
/// A topic is there when somebody subscribes to it or it keeps messages, and gone when neither is so. What is published to it
/// is encoded once, handed to each loop once, and written to each connection together with whatever else goes there in that
/// turn of its loop. What one task publishes to a topic arrives in its order; of a topic that keeps messages, everybody gets
/// all messages in the same order. Nobody waits for a subscriber that is slow: see ``Hub/DeliveryPolicy``.
public final class Hub: Sendable {
    private let configuration: Hub.Configuration
    private let topics: TopicTable
    private let receiver: BackplaneReceiver
    private let loops = Mutex<[HubLoop]>([])
    private let publicationCount = Atomic<UInt64>(0)

    /// Creates a hub.
    ///
    /// - Parameter configuration: How it behaves.
    public init(configuration: Hub.Configuration = Hub.Configuration()) {
        self.configuration = configuration
        self.topics = TopicTable(configuration)
        self.receiver = BackplaneReceiver(self.topics, configuration)
        self.topics.node.presenceReports.begin(self)
        self.topics.node.backplane.begin(self.receiver, as: self.topics.node.id)
    }

    // MARK: Subscribing

    /// Lets a socket get what is published to a topic.
    ///
    /// It ends with the socket. A socket that has several subscriptions for a topic gets its messages once, by whichever comes
    /// first. Subscribing again to the same topic begins anew.
    ///
    /// Where a backplane connects the hub with others, it waits until their messages arrive, for at most
    /// ``Hub/Configuration/backplaneTimeout``; a hub that is alone, or has lost its way to the others, does not wait. If they do not
    /// arrive by then the subscription begins all the same, and they follow as soon as they can; of a subscription that asked for
    /// earlier messages ``Hub/Replay/isComplete`` is then `false`. If the
    /// backplane's server refuses the topic, the socket gets what is published here, and what others publish as soon as the server
    /// allows it: see ``Hub/BackplaneEvent/refused(_:_:reason:)``.
    ///
    /// - Parameters:
    ///   - socket: Who is to get it.
    ///   - topic: The topic, by the rules of ``Hub/TopicFilter``. It is no pattern, so that a name that a client has chosen leads to
    ///     one topic.
    ///   - policy: What becomes of messages while the socket is slow; ``Hub/Configuration/deliveryPolicy`` by default.
    ///   - member: Who it is, to be known as present in the topic; nobody by default.
    ///   - start: Which messages it begins with, where they are kept. They wait if they must, whatever the policy.
    /// - Returns: What it begins with.
    /// - Throws: `WebSocket.Error` with the code `invalidArgument` if that is no topic, the policy lets no message wait, or the
    ///   socket has too many subscriptions, or with the code `closed` if it has been closed; `CancellationError` if the task is
    ///   cancelled while it waits.
    @discardableResult
    public func subscribe(
        _ socket: isolated WebSocket,
        to topic: String,
        policy: Hub.DeliveryPolicy? = nil,
        as member: Hub.Member? = nil,
        from start: Hub.StartingPoint = .now
    ) async throws -> Hub.Replay {
        try await self.subscribe(socket, SubscriptionOptions(topic, policy, member, start))
    }

    /// Lets a socket get what is published to all topics that match a pattern, those to come among them.
    ///
    /// It ends with the socket, which is present in none of the topics.
    ///
    /// - Parameters:
    ///   - socket: Who is to get it.
    ///   - pattern: The pattern, by the rules of ``Hub/TopicFilter``: `rooms/+/typing` or `prices/#`, say.
    ///   - policy: What becomes of messages while the socket is slow; ``Hub/Configuration/deliveryPolicy`` by default.
    /// - Throws: As ``subscribe(_:to:policy:as:from:)`` does.
    public func subscribe(
        _ socket: isolated WebSocket,
        matching pattern: String,
        policy: Hub.DeliveryPolicy? = nil
    ) async throws {
        _ = try await self.subscribe(socket, SubscriptionOptions(pattern: pattern, policy))
    }

    // In pieces that are never inlined, as what each needs would be kept by its caller's task: a hub that is alone shall cost a
    // handler no more than the memory that each task has anyway.
    @inline(never)
    private func subscribe(_ socket: isolated WebSocket, _ options: SubscriptionOptions) async throws -> Hub.Replay {
        do {
            guard self.receiver.isShared else { return try self.enter(socket, options) }
            return try await self.retain(socket, options)
        } catch {
            throw await socket.loop.inNextTurn(error)
        }
    }

    @inline(never)
    private func retain(_ socket: isolated WebSocket, _ options: SubscriptionOptions) async throws -> Hub.Replay {
        let filter = try options.filter
        let mayGoOn = await self.receiver.beginVisit(filter, from: options.start)
        defer { self.receiver.release(filter) }
        guard mayGoOn else { throw CancellationError() }
        return try self.enter(socket, options)
    }

    @inline(never)
    private func enter(_ socket: isolated WebSocket, _ options: SubscriptionOptions) throws -> Hub.Replay {
        let filter = try options.filter
        guard options.policy?.isValid ?? true else {
            throw WebSocket.Error(.invalidArgument, "Cannot subscribe: by the policy no message can wait.")
        }
        guard socket.canSend else {
            throw WebSocket.Error(.closed, "Cannot subscribe: the connection has been closed.")
        }
        let limit = self.configuration.maxSubscriptionsPerSocket
        let policy = options.policy ?? self.configuration.deliveryPolicy
        // Both live on one loop.
        let catchup = self.loop(of: socket).assumeIsolated {
            $0.subscribe(socket, to: filter, options, policy, limit: limit)
        }
        guard let catchup else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot subscribe: the connection has \(limit) subscriptions already."
            )
        }
        return catchup
    }

    /// Ends a socket's subscription to a topic or a pattern; without one nothing happens.
    public func unsubscribe(_ socket: isolated WebSocket, from filter: String) throws(WebSocket.Error) {
        let filter = try Hub.TopicFilter(filter)
        self.loop(of: socket).assumeIsolated { $0.unsubscribe(socket, from: filter) }
    }

    private func loop(of socket: WebSocket) -> HubLoop {
        self.loops.withLock { loops in
            if let loop = loops.first(where: { $0.loop === socket.loop }) { return loop }
            let loop = HubLoop(loop: socket.loop, topics: self.topics)
            loops.append(loop)
            return loop
        }
    }

    // MARK: Publishing

    /// Sends a message to all who have subscribed to a topic; any task or thread may.
    ///
    /// It does not wait: the message leaves with the next turn of each loop.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - topic: The topic.
    ///   - key: What the message is about, for those who want the latest only.
    ///   - excluded: Who is not to get it.
    /// - Throws: `WebSocket.Error` with the code `invalidArgument` if that is no topic.
    public func publish(
        _ message: WebSocket.PreparedMessage,
        to topic: String,
        key: String? = nil,
        except excluded: WebSocket? = nil
    ) throws(WebSocket.Error) {
        try self.publish(.prepared(message), message.compress, to: topic, key, except: excluded)
    }

    /// Sends a message to all who have subscribed to a topic; see ``publish(_:to:key:except:)-(WebSocket.PreparedMessage,_,_,_)``.
    public func publish(
        _ message: WebSocket.Message,
        to topic: String,
        key: String? = nil,
        except excluded: WebSocket? = nil
    ) throws(WebSocket.Error) {
        try self.publish(.message(message), true, to: topic, key, except: excluded)
    }

    /// Sends a text message to all who have subscribed to a topic; see ``publish(_:to:key:except:)-(WebSocket.PreparedMessage,_,_,_)``.
    public func publish(
        _ text: String,
        to topic: String,
        key: String? = nil,
        except excluded: WebSocket? = nil
    ) throws(WebSocket.Error) {
        try self.publish(.message(.text(text)), true, to: topic, key, except: excluded)
    }

    private func publish(
        _ source: PendingPublication.Source,
        _ mayCompress: Bool,
        to topic: String,
        _ key: String?,
        except excluded: WebSocket?
    ) throws(WebSocket.Error) {
        let pendingPublication = try PendingPublication(
            source,
            mayCompress: mayCompress,
            to: try Hub.TopicFilter(topic: topic).name,
            key: key.map { ExactString($0) },
            except: excluded.map { ObjectIdentifier($0) },
            as: self.configuration.wireFormat
        )
        self.publicationCount.add(1, ordering: .relaxed)
        self.topics.publish(pendingPublication)
    }

    // MARK: Seeing in

    /// How many sockets of this hub have subscribed to a topic; to look takes no longer for more of them.
    public func subscriptionCount(of topic: String) -> Int {
        self.topics[ExactString(topic)]?.subscriptionCount ?? 0
    }

    /// The messages that a topic keeps, the oldest first.
    ///
    /// - Parameters:
    ///   - topic: The topic.
    ///   - count: How many at most; all by default.
    /// - Returns: The last messages, as many; none of a topic that keeps none. What other nodes have published may be missing while
    ///   the way to them is interrupted, after ``Hub/Configuration/backplaneTimeout``, and if the task is cancelled.
    public func history(of topic: String, last count: Int = .max) async -> [Hub.KeptMessage] {
        guard let filter = try? Hub.TopicFilter(topic: topic) else { return [] }
        await self.receiver.beginVisit(filter)
        defer { self.receiver.release(filter) }
        return (self.topics[filter.name]?.history(count) ?? []).compactMap { publication in
            publication.id.map { Hub.KeptMessage(id: $0, message: publication.content) }
        }
    }

    /// Who is present in a topic by any node, in no order.
    ///
    /// While the way to other nodes is interrupted, when the backplane does not answer within its timeout, and when the task is
    /// cancelled, these are the members who are present by this node.
    public func members(of topic: String) async -> [Hub.Member] {
        let members = await self.topics.node.backplane.members(of: topic)
        return members ?? self.topics[ExactString(topic)]?.members ?? []
    }

    /// What has been counted so far.
    public var metrics: Hub.Metrics {
        var metrics = Hub.Metrics()
        metrics.topics = self.topics.count
        metrics.publications = self.publicationCount.load(ordering: .relaxed)
        metrics.takeHistory(self.topics.node.keptBytes)
        metrics.takeBackplane(self.receiver)
        for loop in self.loops.withLock({ $0 }) {
            loop.counters.add(to: &metrics)
        }
        return metrics
    }

    // MARK: Ending

    /// Ends the hub's part among other nodes: what was published is sent, as far as that can be done soon, and all who are
    /// present by this node leave.
    ///
    /// Call it after the server has ended; a hub that is alone does not need it. It may be called again, also while the first call
    /// waits: each call returns when the backplane has ended. If its task is cancelled it returns at once, and the backplane goes
    /// on with its end.
    ///
    /// Afterwards the hub goes on alone: subscribing does not wait, messages reach the sockets of this hub, and what is published
    /// for other nodes counts as ``Hub/Metrics/unsent``.
    public func shutdown() async {
        await self.topics.node.backplane.shutdown()
        self.receiver.end()
    }
}
