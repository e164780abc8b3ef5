//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSTransport
public import WebSocketHub
import WebSockets

/// Connects hubs by a Redis server, or a cluster of them, version 7 or later.
///
/// ```swift
/// var configuration = Hub.Configuration()
/// configuration.backplane = .redis(try RedisBackplane.Configuration("redis://localhost"))
/// let hub = Hub(configuration: configuration)
/// ```
///
/// A node listens to each topic once, however many sockets have subscribed to it, and only while some have. Messages of topics
/// that keep none go by publish and subscribe; those that are kept are in a stream, too, from which a node that was cut off, or
/// comes to the topic, takes what it has missed. They are kept as well as Redis keeps them: without `appendonly` what a server
/// had not saved is lost with it.
///
/// While there is no way to the server the hub goes on alone: messages that are to be kept wait, others are lost to other nodes.
public final class RedisBackplane: BackplaneConnection {
    private let driver: RedisDriver
    private let inbox: Inbox
    private let timeout: Duration

    /// What the hub wants, on its way to the loop of the driver.
    private final class Inbox: Sendable {
        private let state = Mutex(State())
        private let maxOrders: Int
        private let maxBytes: Int

        private struct State {
            var operations: [RedisDriver.Operation] = []
            /// What their messages take.
            var byteCount = 0
            var droppedCount = 0
        }

        init(_ configuration: RedisBackplane.Configuration) {
            self.maxOrders = configuration.maxWaitingMessages
            self.maxBytes = configuration.maxWaitingBytes
        }

        /// - Returns: Whether it is the first.
        func append(_ order: RedisDriver.Operation) -> Bool {
            self.state.withLock { state in
                // Only messages come without end, if the loop cannot keep up.
                if case .publish(let message, _) = order {
                    let keySize = message.key?.utf8.count ?? 0
                    let size = message.message.byteCount + keySize + WaitingMessages.entrySize
                    guard state.operations.count < self.maxOrders, state.byteCount + size <= self.maxBytes else {
                        state.droppedCount += 1
                        // If nothing else has it told, it is told now.
                        return state.operations.isEmpty && state.droppedCount == 1
                    }
                    state.byteCount += size
                }
                state.operations.append(order)
                return state.operations.count + state.droppedCount == 1
            }
        }

        func takeAll() -> (operations: [RedisDriver.Operation], droppedCount: Int) {
            self.state.withLock { state in
                defer { state = State() }
                return (state.operations, state.droppedCount)
            }
        }
    }

    /// Creates a backplane for one hub, which then begins to connect.
    ///
    /// - Parameter configuration: Where the server is, and how it is used.
    package init(_ configuration: RedisBackplane.Configuration) {
        self.driver = RedisDriver(configuration, on: EventLoopGroup.shared.leastLoaded)
        self.inbox = Inbox(configuration)
        self.timeout = configuration.timeout.bounded
    }

    deinit {
        self.order(.end)
    }

    private func order(_ order: RedisDriver.Operation) {
        guard self.inbox.append(order) else { return }
        let (driver, inbox) = (self.driver, self.inbox)
        driver.loop.execute {
            driver.assumeIsolated { driver in
                let (operations, droppedCount) = inbox.takeAll()
                driver.take(operations)
                if droppedCount > 0 {
                    driver.listener?.dropped(droppedCount)
                }
            }
        }
    }

    /// Always `true`.
    package var isShared: Bool { true }

    /// Begins to serve a hub.
    package func begin(_ hub: any BackplaneListener, as node: UInt64) {
        self.order(.begin(WeakListener(hub), node))
    }

    /// Sends a message to the hubs of other nodes.
    package func publish(_ message: SharedMessage, keeping rule: Hub.HistoryRule?) {
        self.order(.publish(message, rule))
    }

    /// Begins to listen to a topic or a pattern.
    package func attach(_ filter: Hub.TopicFilter, keeping rule: Hub.HistoryRule?) {
        self.order(.attach(filter, rule))
    }

    /// Ends to listen to a topic or a pattern.
    package func detach(_ filter: Hub.TopicFilter) {
        self.order(.detach(filter))
    }

    /// Lets somebody be known as present in a topic.
    package func enter(_ member: Hub.Member, _ topic: String) {
        self.order(.enter(member, topic))
    }

    /// Lets somebody be gone from a topic.
    package func leave(_ member: Hub.Member, _ topic: String) {
        self.order(.leave(member, topic))
    }

    /// Who is present in a topic by any node; `nil` if the server cannot be reached, does not answer within
    /// ``RedisBackplane/Configuration/timeout``, or the task is cancelled.
    package func members(of topic: String) async -> [Hub.Member]? {
        let wait = BoundedWait<[Hub.Member]?>()
        self.order(.members(topic, wait))
        return await wait.value(until: .now + self.timeout, otherwise: nil)
    }

    /// Ends, having waited for the server to take what was published for as long as its timeout.
    ///
    /// Several calls wait together. If the task is cancelled it returns at once, and the end goes on.
    package func shutdown() async {
        let wait = BoundedWait<Void>()
        self.order(.shutdown(wait))
        // The driver ends by its timeout; this is for a loop that is kept busy.
        await wait.value(until: .now + self.timeout * 2, otherwise: ())
    }
}
