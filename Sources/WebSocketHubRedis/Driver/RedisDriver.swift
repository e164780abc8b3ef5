//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Transport
import WebSocketHub
import WebSockets

/// Does what a hub wants of a Redis server or a cluster, on one loop.
actor RedisDriver {
    nonisolated let loop: EventLoop
    let configuration: RedisConfiguration
    let names: TopicNames
    private let dialer: RedisDialer
    private(set) var node = NodeName(0)
    private var weakListener: WeakListener?

    // Servers.

    private(set) var shards: [RedisEndpoint: RedisShard] = [:]
    /// The only server, if it is no cluster's.
    private var standalone: RedisShard?
    /// The servers of all slots of a cluster; empty if there is none.
    private var owners: [RedisShard?] = []
    /// Whether there is a way to all servers and the hub gets all that it listens to.
    private var isWhole = false
    private(set) var hasEnded = false

    // What the hub wants.

    var attachments: [ExactString: Attachment] = [:]
    /// The attachments that are not what they should be.
    var unattached: Set<ExactString> = []
    var globs: [String: Glob] = [:]
    /// By which the patterns are listened to.
    weak var patternShard: RedisShard?
    /// What waits to be kept by nobody knows whom.
    private var homeless = WaitingMessages()
    var presences: [ExactString: [ExactString: Member]] = [:]
    let leaseRenewal = Deadline()
    let shutdownCheck = Deadline()

    init(_ configuration: RedisConfiguration, on loop: EventLoop) {
        self.loop = loop
        self.configuration = configuration
        self.names = TopicNames(prefix: configuration.prefix)
        self.dialer = RedisDialer(configuration, on: loop)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    var listener: (any BackplaneListener)? { self.weakListener?.listener }

    var isCluster: Bool { !self.owners.isEmpty }

    /// The server that a topic belongs to, if there is a way to it.
    func shard(of topic: String) -> RedisShard? {
        guard let shard = self.owner(of: topic), shard.isReady else { return nil }
        return shard
    }

    private func owner(of topic: String) -> RedisShard? {
        self.isCluster ? self.owners[HashSlot.of(TopicNames.tag(topic))] : self.standalone
    }

    // MARK: Beginning and ending

    func begin(_ listener: WeakListener, as node: UInt64) {
        precondition(self.weakListener == nil, "a RedisBackplane is for one hub")
        self.weakListener = listener
        self.node = NodeName(node)
        self.addSeeds()
        self.renewLeases()
    }

    private func addSeeds() {
        for endpoint in self.configuration.endpoints where self.shards[endpoint] == nil {
            self.add(endpoint)
        }
    }

    private func add(_ endpoint: RedisEndpoint) {
        let shard = RedisShard(endpoint)
        self.shards[endpoint] = shard
        self.connect(shard)
    }

    func end() {
        guard !self.hasEnded else { return }
        self.hasEnded = true
        for shard in self.shards.values {
            self.remove(shard)
        }
        self.standalone = nil
        self.owners = []
        self.homeless = WaitingMessages()
        // Nobody has to wait for what will not come.
        self.lose("the hub has been shut down")
        for deadline in [self.leaseRenewal, self.shutdownCheck] {
            self.loop.cancel(deadline)
            deadline.onExpiry(nil)
        }
    }

    /// Ends when the servers have answered all, or it takes too long.
    func shutdown(_ completion: @escaping @Sendable () -> Void) {
        guard !self.hasEnded else {
            completion()
            return
        }
        self.leaveAll()
        let latest = self.loop.now + self.configuration.timeout.wholeMilliseconds
        self.shutdownCheck.onExpiry { [self] now in
            self.assumeIsolated { driver in
                if now >= latest || driver.isIdle {
                    driver.end()
                    completion()
                } else {
                    driver.loop.schedule(driver.shutdownCheck, at: now + 10)
                }
            }
        }
        self.loop.schedule(self.shutdownCheck, at: self.loop.now)
    }

    private var isIdle: Bool {
        self.homeless.count == 0
            && self.shards.values.allSatisfy { $0.waiting.count == 0 && $0.commands?.isIdle ?? true }
    }

    // MARK: Connecting

    private func connect(_ shard: RedisShard) {
        Task { await self.establish(shard) }
    }

    private func establish(_ shard: RedisShard) async {
        do {
            var slots: ClusterSlots?
            let commands = try await self.open(shard) { commands in
                for script in RedisScript.all {
                    _ = try await commands.ask(RedisCommand("SCRIPT", "LOAD", script.text))
                }
                slots = try await Self.slots(commands, shard.endpoint)
            }
            do {
                let messages = try await self.open(shard)
                guard !commands.isClosed, !messages.isClosed else { throw RedisError(RedisConnection.lost) }
                shard.begin(commands, messages, at: self.loop.now)
                messages.takeMessages { self.take($0, from: shard) }
                for connection in [commands, messages] {
                    connection.onEnd = { [weak shard] reason in
                        guard let shard else { return }
                        self.fail(shard, reason)
                    }
                }
            } catch {
                commands.close()
                throw error
            }
            if self.shards[shard.endpoint] === shard {
                self.noteReady(shard, slots)
            } else {
                shard.close()
            }
        } catch {
            self.fail(shard, "\(error)")
        }
    }

    /// Asks who has which slots; nobody if the server is none of a cluster.
    private static func slots(_ commands: RedisConnection, _ endpoint: RedisEndpoint) async throws -> ClusterSlots? {
        do {
            return ClusterSlots(try await commands.ask(RedisCommand("CLUSTER", "SLOTS")), from: endpoint)
        } catch let error as RedisError where error.message.contains("cluster support disabled") {
            return nil
        }
    }

    /// Opens a connection to a server, by which this node's user may do what they may.
    private func open(
        _ shard: RedisShard,
        _ prepare: (RedisConnection) async throws -> Void = { _ in }
    ) async throws -> RedisConnection {
        let stream = try await self.dialer.dial(shard.endpoint)
        let timeout = self.configuration.timeout.wholeMilliseconds
        let connection = try RedisConnection(stream, timeout: timeout)
        do {
            if let password = self.configuration.password {
                let user = self.configuration.user.map { [$0] } ?? []
                _ = try await connection.ask(RedisCommand((["AUTH"] + user + [password]).map { .text($0) }))
            }
            if self.configuration.database > 0 {
                _ = try await connection.ask(RedisCommand("SELECT", "\(self.configuration.database)"))
            }
            try await prepare(connection)
            return connection
        } catch {
            connection.close()
            throw error
        }
    }

    /// Gives a server up until later.
    func fail(_ shard: RedisShard, _ reason: String) {
        guard self.shards[shard.endpoint] === shard else { return }
        shard.close()
        shard.noteFailure(at: self.loop.now, self.configuration.backoff.resetTime)
        for attachment in self.attachments.values where attachment.shard === shard {
            self.part(attachment)
        }
        if self.patternShard === shard {
            self.patternShard = nil
            self.partGlobs()
        }
        let isNeeded = self.standalone === shard || self.owners.contains { $0 === shard }
        if isNeeded || self.shards.values.allSatisfy({ $0.failures > 0 }) {
            self.lose("\(shard.endpoint): \(reason)")
        }
        self.retryLater(shard)
        if self.isCluster {
            self.lookForOthers()
        }
    }

    private func retryLater(_ shard: RedisShard) {
        var generator = SystemRandomNumberGenerator()
        let delay = self.configuration.backoff.delay(after: shard.failures, using: &generator)
        let endpoint = shard.endpoint
        shard.retry.onExpiry { [self] _ in
            self.assumeIsolated { driver in
                guard let shard = driver.shards[endpoint] else { return }
                driver.connect(shard)
            }
        }
        self.loop.schedule(shard.retry, at: self.loop.now + delay.wholeMilliseconds)
    }

    /// Asks whether another server has taken the place of one that has failed.
    private func lookForOthers() {
        guard let shard = self.shards.values.first(where: \.isReady) else {
            self.addSeeds()
            return
        }
        shard.commands?.send(RedisCommand("CLUSTER", "SLOTS")) { reply in
            if let slots = ClusterSlots(reply, from: shard.endpoint) {
                self.take(slots)
            }
        }
    }

    private func lose(_ reason: String) {
        self.isWhole = false
        self.listener?.lost(reason)
    }

    /// Tells the hub if all is well again.
    func checkWhole() {
        guard !self.isWhole, self.unattached.isEmpty, self.globs.values.allSatisfy(\.isAttached) else { return }
        let isReady =
            self.isCluster ? self.owners.allSatisfy { $0?.isReady ?? false } : self.standalone?.isReady ?? false
        guard isReady else { return }
        self.isWhole = true
        self.listener?.restored()
    }

    // MARK: Who has what

    private func noteReady(_ shard: RedisShard, _ slots: ClusterSlots?) {
        if let slots {
            self.take(slots)
            guard self.shards[shard.endpoint] === shard else { return }
        } else {
            self.standalone = shard
            self.owners = []
            for other in self.shards.values where other !== shard {
                self.remove(other)
            }
            self.settle()
        }
        for attachment in self.attachments.values where self.owner(of: attachment.topic) === shard {
            self.listen(attachment, shard)
        }
        self.listenToGlobs()
        self.sendWaiting(shard)
        self.presentAll(at: shard)
        self.checkWhole()
    }

    private func take(_ slots: ClusterSlots) {
        guard !self.hasEnded else { return }
        self.standalone = nil
        let endpoints = Set(slots.owners.compactMap { $0 })
        for endpoint in endpoints where self.shards[endpoint] == nil {
            self.add(endpoint)
        }
        self.owners = slots.owners.map { $0.flatMap { self.shards[$0] } }
        for (endpoint, shard) in self.shards where !endpoints.contains(endpoint) {
            self.remove(shard)
        }
        if slots.owners.contains(nil) {
            self.lose("no server of the cluster has some of the slots")
        }
        self.settle()
        for attachment in self.attachments.values {
            let owner = self.owner(of: attachment.topic)
            guard attachment.shard !== owner || attachment.shard == nil else { continue }
            if case .apart = attachment.phase {
            } else {
                attachment.shard?.listen("SUNSUBSCRIBE", self.names.channel(attachment.topic))
                self.part(attachment)
            }
            if let owner, owner.isReady {
                self.listen(attachment, owner)
            }
        }
        self.listenToGlobs()
    }

    /// Removes a server that has nothing any more; what waits there has no home for now.
    private func remove(_ shard: RedisShard) {
        self.shards[shard.endpoint] = nil
        shard.close()
        self.loop.cancel(shard.retry)
        shard.retry.onExpiry(nil)
        while let entry = shard.waiting.popFirst() {
            self.homeless.append(entry)
        }
        for attachment in self.attachments.values where attachment.shard === shard {
            self.part(attachment)
        }
        if self.patternShard === shard {
            self.patternShard = nil
            self.partGlobs()
        }
    }

    /// Has all that waits wait where it belongs, in order.
    private func settle() {
        var entries: [WaitingMessages.Entry] = []
        while let entry = self.homeless.popFirst() {
            entries.append(entry)
        }
        for shard in self.shards.values {
            var own = WaitingMessages()
            var hasSent = shard.waiting.sentCount
            while let entry = shard.waiting.popFirst() {
                let isSent = hasSent > 0
                hasSent -= 1
                guard self.owner(of: entry.message.topic) === shard else {
                    entries.append(entry)
                    continue
                }
                own.append(entry)
                if isSent { own.noteSent() }
            }
            shard.waiting = own
        }
        for entry in entries.sorted(by: { $0.message.number < $1.message.number }) {
            self.wait(entry)
        }
        for shard in self.shards.values {
            self.sendWaiting(shard)
        }
    }

    // MARK: Publishing

    func publish(_ message: SharedMessage, _ rule: HistoryRule?) {
        guard let rule else {
            self.send(message)
            return
        }
        guard !self.hasEnded else {
            self.listener?.dropped(1)
            return
        }
        self.wait(WaitingMessages.Entry(message, rule))
        if let shard = self.shard(of: message.topic) {
            self.sendWaiting(shard)
        }
    }

    /// Sends a message that is not kept, if that is possible now.
    private func send(_ message: SharedMessage) {
        guard let shard = self.shard(of: message.topic), let commands = shard.commands, commands.hasRoom else {
            self.listener?.dropped(1)
            return
        }
        let channel = self.names.channel(message.topic)
        let bytes = message.bytes
        commands.send(RedisCommand([.text(self.publishVerb), .text(channel), .bytes(bytes)])) { reply in
            self.check(reply, of: shard)
        }
        if self.sharesPatterns {
            commands.send(RedisCommand([.text("PUBLISH"), .text(channel), .bytes(bytes)]))
        }
    }

    private var publishVerb: String { self.isCluster ? "SPUBLISH" : "PUBLISH" }

    private var sharesPatterns: Bool { self.isCluster && self.configuration.sharesPatternsInCluster }

    private func wait(_ entry: WaitingMessages.Entry) {
        guard let owner = self.owner(of: entry.message.topic) else {
            self.homeless.append(entry)
            self.trim(&self.homeless)
            return
        }
        owner.waiting.append(entry)
        self.trim(&owner.waiting)
    }

    private func trim(_ waiting: inout WaitingMessages) {
        while waiting.count > self.configuration.maxWaitingMessages
            || waiting.byteCount > self.configuration.maxWaitingBytes
        {
            _ = waiting.popFirst()
            self.listener?.dropped(1)
        }
    }

    private func sendWaiting(_ shard: RedisShard) {
        guard let commands = shard.commands else { return }
        while commands.hasRoom {
            guard let entry = shard.waiting.nextToSend else { return }
            shard.waiting.noteSent()
            let topic = entry.message.topic
            let command = RedisScript.publish.command(
                keys: [self.names.stream(topic), self.names.channel(topic)],
                [
                    .bytes(entry.bytes), .text("\(entry.rule.maxMessages + 1)"),
                    .text("\(entry.rule.maxAge.wholeMilliseconds)"), .text(self.publishVerb),
                    .text(self.sharesPatterns ? "1" : "0"),
                ]
            )
            commands.send(command) { self.noteAnswer($0, to: entry, from: shard) }
        }
        commands.notifyOfRoom { self.sendWaiting(shard) }
    }

    private func noteAnswer(_ reply: RedisReply, to entry: WaitingMessages.Entry, from shard: RedisShard) {
        guard self.check(reply, of: shard) else { return }
        if shard.waiting.first?.message.number == entry.message.number {
            _ = shard.waiting.popFirst()
        }
        if let position = reply.text.flatMap({ StreamPosition($0) }) {
            self.listener?.kept(entry.message.topic, entry.message.number, at: position)
        } else {
            self.listener?.dropped(1)
        }
    }

    /// Gives a server up if it answers that it cannot do such things now.
    ///
    /// - Returns: Whether it can.
    @discardableResult
    func check(_ reply: RedisReply, of shard: RedisShard) -> Bool {
        guard case .error(let message) = reply else { return true }
        // That has been noticed already.
        guard message != RedisConnection.lost else { return false }
        // What is wrong with one command, the type of a key say, would be so again.
        let isOfCommand = message.hasPrefix("WRONGTYPE") || message.hasPrefix("ERR")
        if !isOfCommand {
            self.fail(shard, message)
        }
        return isOfCommand
    }
}
