//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport
import WebSocketHub
import WebSockets

/// Does what a hub wants of a Redis server or a cluster, on one loop.
actor RedisDriver {
    nonisolated let loop: EventLoop
    let configuration: RedisBackplane.Configuration
    let names: TopicNames
    private let dialer: RedisDialer
    private let reasonFilter: ErrorRedactor
    private(set) var node = NodeName(0)
    private var weakListener: WeakListener?

    // Servers.

    private(set) var shards: [RedisEndpoint: RedisShard] = [:]
    /// The only server, if it is no cluster's.
    private var standalone: RedisShard?
    /// The servers of all slots of a cluster; empty if there is none.
    private var owners: [RedisShard?] = []
    /// Whether there is a way to all servers and the hub gets all that it listens to.
    private var isRestored = false
    private(set) var hasEnded = false
    /// Whether a server has been asked for the servers of all slots and has not answered.
    private var isLookingForOthers = false
    /// When to ask again which server has which slots.
    private let slotsRetry = Deadline()
    /// How often in a row the servers have left that open.
    private var slotsFailures = 0

    // What the hub wants.

    var attachments: [ExactString: Attachment] = [:]
    /// The attachments that are not what they should be.
    var unattached: Set<ExactString> = []
    var globs: [ExactString: Glob] = [:]
    /// By which the patterns are listened to.
    weak var patternShard: RedisShard?
    /// Subscriptions that servers refused, to be retried.
    var refusals: [Refusal.Item: Refusal] = [:]
    /// Messages whose server is not known yet.
    var unrouted = WaitingMessages()
    var presences: [ExactString: [ExactString: Hub.Member]] = [:]
    /// Topics whose presence update was refused; sent again with the next lease renewal.
    var unnotedPresences: Set<ExactString> = []
    let leaseRenewal = Deadline()
    let refusalRetry = Deadline()
    /// When that is due; `nil` if it is not scheduled.
    var refusalRetryTime: UInt64?
    let shutdownCheck = Deadline()
    /// Calls of `shutdown()` that have not returned.
    private var shutdowns: [BoundedWait<Void>] = []

    init(_ configuration: RedisBackplane.Configuration, on loop: EventLoop) {
        self.loop = loop
        self.configuration = configuration
        self.names = TopicNames(prefix: configuration.prefix)
        self.dialer = RedisDialer(configuration, on: loop)
        self.reasonFilter = ErrorRedactor(user: configuration.hiddenUser, password: configuration.hiddenPassword)
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

    func owner(of topic: String) -> RedisShard? {
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
        self.unrouted = WaitingMessages()
        self.isRestored = false
        for deadline in [self.leaseRenewal, self.shutdownCheck, self.refusalRetry, self.slotsRetry] {
            self.loop.cancel(deadline)
            deadline.onExpiry(nil)
        }
        for wait in exchange(&self.shutdowns, with: []) {
            wait.end(())
        }
    }

    /// Ends when the servers have answered all, or it takes too long.
    func shutdown(_ wait: BoundedWait<Void>) {
        guard !self.hasEnded else {
            wait.end(())
            return
        }
        self.shutdowns.append(wait)
        guard self.shutdowns.count == 1 else { return }
        self.leaveAll()
        let latest = self.loop.now + self.configuration.timeout.wholeMilliseconds
        self.shutdownCheck.onExpiry { [self] now in
            self.assumeIsolated { driver in
                if now >= latest || driver.isIdle {
                    driver.end()
                } else {
                    driver.loop.schedule(driver.shutdownCheck, at: now + 10)
                }
            }
        }
        self.loop.schedule(self.shutdownCheck, at: self.loop.now)
    }

    private var isIdle: Bool {
        self.unrouted.count == 0
            && self.shards.values.allSatisfy { $0.waiting.count + $0.live.count == 0 && $0.commands?.isIdle ?? true }
    }

    // MARK: Connecting

    private func connect(_ shard: RedisShard) {
        Task { await self.establish(shard) }
    }

    private func establish(_ shard: RedisShard) async {
        do {
            var (slots, maxMessageSize, hasTransactions): (ClusterSlots?, Int?, Bool) = (nil, nil, true)
            let commands = try await self.open(shard) { commands in
                for script in RedisScript.all {
                    _ = try await commands.ask(RedisCommand("SCRIPT", "LOAD", script.text))
                }
                maxMessageSize = await self.maxMessageSize(commands)
                hasTransactions = await Self.hasTransactions(commands)
                slots = try await self.slots(commands, shard.endpoint)
            }
            do {
                let messages = try await self.open(shard)
                guard !commands.isClosed, !messages.isClosed else {
                    messages.close()
                    throw RedisBackplane.Error(commands.endReason ?? messages.endReason ?? RedisConnection.lost)
                }
                shard.begin(
                    commands,
                    messages,
                    maxMessageSize: maxMessageSize,
                    hasTransactions: hasTransactions,
                    at: self.loop.now
                )
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

    /// Asks which server has which slots.
    ///
    /// A server that does not know CLUSTER, or does not let the user use it, counts as a single one unless it says otherwise.
    ///
    /// - Returns: The slots; `nil` if the server is not part of a cluster.
    /// - Throws: ``RedisBackplane/Error`` if the server is not what the configuration needs.
    private func slots(_ commands: RedisConnection, _ endpoint: RedisEndpoint) async throws -> ClusterSlots? {
        let reply: RedisReply
        do {
            reply = try await commands.ask(RedisCommand("CLUSTER", "SLOTS"))
        } catch let error as RedisBackplane.Error where ClusterSlots.isRefusal(error.message) {
            if let info = try? await commands.ask(RedisCommand("INFO", "cluster")), ClusterSlots.isEnabled(info) {
                throw RedisBackplane.Error(
                    "\(endpoint) is part of a cluster and refuses CLUSTER SLOTS, which is needed: \(error)"
                )
            }
            guard self.configuration.isSingle else {
                throw RedisBackplane.Error(
                    "\(endpoint) is not part of a cluster: a list of servers is for one cluster. Name one server only."
                )
            }
            return nil
        }
        guard let slots = ClusterSlots(reply, from: endpoint) else {
            throw RedisBackplane.Error("The answer of \(endpoint) to CLUSTER SLOTS is not a valid list of slots.")
        }
        guard !slots.isEmpty else { throw RedisBackplane.Error(Self.withoutSlots) }
        return slots
    }

    /// Why a server is not used that knows no server with slots: it is new, or has been reset, and has not joined the cluster.
    private static let withoutSlots = "it knows no server of the cluster that has slots"

    /// Asks for the most bytes of a message for which a server closes no connection.
    ///
    /// - Returns: How many; `nil` if the server does not let the user know.
    private func maxMessageSize(_ commands: RedisConnection) async -> Int? {
        let names = ["proto-max-bulk-len", "client-query-buffer-limit", "client-output-buffer-limit"]
        let reply = try? await commands.ask(RedisCommand((["CONFIG", "GET"] + names).map { .text($0) }))
        return reply.flatMap { MessageLimit(configuration: $0, prefixSize: self.names.prefix.utf8.count)?.maxSize }
    }

    /// Asks whether the user may use transactions, by an empty one.
    ///
    /// EXEC ends it, even if the server refuses EXEC.
    private static func hasTransactions(_ commands: RedisConnection) async -> Bool {
        do {
            for name in ["MULTI", "EXEC"] { _ = try await commands.ask(RedisCommand(name)) }
            return true
        } catch {
            return (error as? RedisBackplane.Error).map { RedisErrorScope($0.message) != .command } ?? true
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
            if let password = self.configuration.hiddenPassword {
                try await connection.authenticate(user: self.configuration.hiddenUser, password: password)
            } else if self.configuration.hiddenUser != nil {
                throw RedisBackplane.Error("The user name has no password: set an empty one if the user needs none.")
            }
            if self.configuration.database > 0 {
                try await Self.select(self.configuration.database, connection)
            }
            try await prepare(connection)
            connection.endPreparation()
            return connection
        } catch {
            let reason = connection.endReason
            connection.close()
            // Why there was no answer says more than that there was none.
            if let reason { throw RedisBackplane.Error(reason) }
            throw error
        }
    }

    private static func select(_ database: Int, _ connection: RedisConnection) async throws {
        do {
            _ = try await connection.ask(RedisCommand("SELECT", "\(database)"))
        } catch let error as RedisBackplane.Error where error.message != RedisConnection.lost {
            throw RedisBackplane.Error(
                "The server does not select database \(database) (a cluster has 0 only): \(error)"
            )
        }
    }

    /// Whether a new connection to a server leads to another than those that are there.
    func leadsElsewhere(_ shard: RedisShard) async -> Bool {
        guard let commands = shard.commands, let connection = try? await self.open(shard) else { return false }
        defer { connection.close() }
        guard let known = await Self.runID(commands), let new = await Self.runID(connection) else { return false }
        return known != new
    }

    /// What a server is called from its start to its end.
    private static func runID(_ connection: RedisConnection) async -> [UInt8]? {
        let info = try? await connection.ask(RedisCommand("INFO", "server"))
        let lines = info?.bytes?.split { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        return lines?.first { $0.starts(with: "run_id:".utf8) }.map { Array($0) }
    }

    /// Whether a server is the only one, or has slots.
    func isInUse(_ shard: RedisShard) -> Bool {
        self.standalone === shard || self.owners.contains { $0 === shard }
    }

    /// Gives a server up until later.
    func fail(_ shard: RedisShard, _ reason: String) {
        guard self.shards[shard.endpoint] === shard else { return }
        self.close(shard)
        shard.noteFailure(at: self.loop.now, self.configuration.backoff.resetTime)
        if self.isInUse(shard) || self.shards.values.allSatisfy({ $0.failures > 0 }) {
            self.lose("\(shard.endpoint): \(self.filtered(reason))")
        }
        self.retryLater(shard)
        if self.isCluster {
            self.refreshSlots()
        }
    }

    /// Ends the connections to a server, by which nothing is listened to any more; what waits to be kept waits on.
    private func close(_ shard: RedisShard) {
        shard.close()
        self.loop.cancel(shard.resumption)
        let liveCount = shard.live.count
        shard.live = TransientMessages()
        if liveCount > 0 {
            self.listener?.dropped(liveCount)
        }
        for attachment in self.attachments.values where attachment.shard === shard {
            self.part(attachment)
        }
        if self.patternShard === shard {
            self.patternShard = nil
            self.partGlobs()
        }
    }

    /// How long to wait before something is tried again that has failed so often in a row, in milliseconds.
    func delay(after failures: Int) -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return self.configuration.backoff.delay(after: failures, using: &generator).wholeMilliseconds
    }

    /// A reason without what must not be told.
    func filtered(_ reason: String) -> String { self.reasonFilter.filtered(reason) }

    private func retryLater(_ shard: RedisShard) {
        let endpoint = shard.endpoint
        shard.retry.onExpiry { [self] _ in
            self.assumeIsolated { driver in
                guard let shard = driver.shards[endpoint] else { return }
                driver.connect(shard)
            }
        }
        self.loop.schedule(shard.retry, at: self.loop.now + self.delay(after: shard.failures))
    }

    /// Asks which servers have which slots, as another may have taken the place of one.
    ///
    /// While a server has failed, those of the configuration are tried as well.
    ///
    /// - Parameter informed: A server that knows; any by default, so that one that is wrong is not asked every time.
    func refreshSlots(by informed: RedisShard? = nil) {
        let ready = self.shards.values.filter(\.isReady)
        if ready.isEmpty || self.shards.values.contains(where: { !$0.isReady && $0.failures > 0 }) {
            self.addSeeds()
        }
        guard let shard = informed ?? ready.randomElement(), !self.isLookingForOthers, let commands = shard.commands
        else { return }
        self.isLookingForOthers = true
        commands.send(RedisCommand("CLUSTER", "SLOTS")) { reply in
            self.isLookingForOthers = false
            if let slots = ClusterSlots(reply, from: shard.endpoint) {
                self.take(slots, from: shard)
                self.checkWhole()
            } else if self.isCluster {
                self.lookForOthersLater()
            }
        }
    }

    private func lookForOthersLater() {
        guard !self.hasEnded else { return }
        self.slotsFailures += 1
        self.slotsRetry.onExpiry { [self] _ in
            self.assumeIsolated { $0.refreshSlots() }
        }
        self.loop.schedule(self.slotsRetry, at: self.loop.now + max(1, self.delay(after: self.slotsFailures)))
    }

    private func lose(_ reason: String) {
        self.isRestored = false
        self.listener?.lost(reason)
    }

    /// Tells the hub if all is well again.
    func checkWhole() {
        guard !self.isRestored, self.unattached.isEmpty,
            self.globs.values.allSatisfy({ $0.isAttached || $0.refusal != nil })
        else { return }
        let isReady =
            self.isCluster ? self.owners.allSatisfy { $0?.isReady ?? false } : self.standalone?.isReady ?? false
        guard isReady else { return }
        self.isRestored = true
        self.listener?.restored()
    }

    // MARK: Who has what

    private func noteReady(_ shard: RedisShard, _ slots: ClusterSlots?) {
        self.dropTooLarge(shard)
        if let slots {
            self.take(slots, from: shard)
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

    /// Whether a server leaves slots without a server that another one has, to which there is a way.
    ///
    /// Only that one can know that it has lost them.
    private func isIncomplete(_ slots: ClusterSlots, from informed: RedisShard) -> Bool {
        zip(slots.owners, self.owners).contains { endpoint, owner in
            endpoint == nil && owner !== informed && owner?.isReady ?? false
        }
    }

    private func take(_ slots: ClusterSlots, from informed: RedisShard) {
        guard !self.hasEnded else { return }
        guard !slots.isEmpty else {
            self.fail(informed, Self.withoutSlots)
            return
        }
        guard !self.isIncomplete(slots, from: informed) else {
            self.lookForOthersLater()
            return
        }
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
            self.lookForOthersLater()
        } else {
            self.slotsFailures = 0
            self.loop.cancel(self.slotsRetry)
        }
        self.settle()
        for attachment in self.attachments.values {
            let owner = self.owner(of: attachment.topic)
            guard attachment.shard !== owner || attachment.shard == nil else { continue }
            if case .apart = attachment.phase {
            } else {
                attachment.shard?.listen(.sunsubscribe, self.names.channel(attachment.topic))
                self.part(attachment)
            }
            if let owner, owner.isReady, attachment.refuser !== owner {
                self.listen(attachment, owner)
            }
        }
        self.listenToGlobs()
    }

    /// Removes a server that has nothing any more; what waits there is unrouted until another server has its slots.
    private func remove(_ shard: RedisShard) {
        self.shards[shard.endpoint] = nil
        self.close(shard)
        self.loop.cancel(shard.retry)
        for deadline in [shard.retry, shard.resumption] {
            deadline.onExpiry(nil)
        }
        while let entry = shard.waiting.popFirst() {
            self.unrouted.append(entry)
        }
    }

    /// Has all that waits wait where it belongs, in order.
    private func settle() {
        var entries: [WaitingMessages.Entry] = []
        while let entry = self.unrouted.popFirst() {
            entries.append(entry)
        }
        for shard in self.shards.values {
            entries += shard.waiting.remove { self.owner(of: $0.topic) !== shard }
        }
        for entry in entries.sorted(by: { $0.number < $1.number }) {
            self.wait(entry)
        }
        for shard in self.shards.values {
            self.sendWaiting(shard)
        }
    }
}
