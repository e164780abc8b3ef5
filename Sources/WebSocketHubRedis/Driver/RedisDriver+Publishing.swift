//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport
import WebSocketHub
import WebSockets

// What the hub publishes.
extension RedisDriver {
    func publish(_ message: SharedMessage, _ rule: Hub.HistoryRule?) {
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

    /// Sends a message that is not kept, if there is a way to its server.
    private func send(_ message: SharedMessage) {
        let shard = self.shard(of: message.topic)
        if let shard, self.isTooLarge(message.encodedSize, for: shard) {
            self.giveUpTooLarge(message.topic)
            return
        }
        guard let shard, shard.live.append(message, maxBytes: self.configuration.maxWaitingBytes)
        else {
            self.listener?.dropped(1)
            return
        }
        self.sendWaiting(shard)
    }

    private var publishVerb: String { self.isCluster ? "SPUBLISH" : "PUBLISH" }

    private var sharesPatterns: Bool { self.isCluster && self.configuration.sharesPatternsInCluster }

    /// Has a message wait to be kept.
    func wait(_ entry: WaitingMessages.Entry) {
        guard let owner = self.owner(of: entry.topic) else {
            self.unrouted.append(entry)
            self.trim(&self.unrouted)
            return
        }
        guard !self.isTooLarge(entry.bytes.count, for: owner) else {
            self.giveUpTooLarge(entry.topic)
            return
        }
        owner.waiting.append(entry)
        self.trim(&owner.waiting)
    }

    /// Whether a server would close the connection at a message of this size.
    private func isTooLarge(_ byteCount: Int, for shard: RedisShard) -> Bool {
        shard.maxMessageSize.map { byteCount > $0 } ?? false
    }

    private func giveUpTooLarge(_ topic: String) {
        self.listener?.dropped(1)
        let error = RedisReply.error(
            "the message is too large for the limits of the server's configuration"
        )
        self.report(error, .publishing, topic)
    }

    /// Gives up what has waited to be kept by a server that will not take it.
    func dropTooLarge(_ shard: RedisShard) {
        for entry in shard.waiting.remove(where: { self.isTooLarge($0.bytes.count, for: shard) }) {
            self.giveUpTooLarge(entry.topic)
        }
    }

    private func trim(_ waiting: inout WaitingMessages) {
        while waiting.count > self.configuration.maxWaitingMessages
            || waiting.byteCount > self.configuration.maxWaitingBytes
        {
            if waiting.dropFirst() {
                self.listener?.dropped(1)
            }
        }
    }

    /// Sends what waits, of both kinds in turns, as long as there is room on the connection.
    func sendWaiting(_ shard: RedisShard) {
        guard let commands = shard.commands else { return }
        while commands.hasRoom {
            let hasSentLive = self.sendLive(shard, commands)
            let hasSentKept = self.sendKept(shard, commands)
            guard hasSentLive || hasSentKept else { return }
        }
        commands.notifyOfRoom { self.sendWaiting(shard) }
    }

    /// - Returns: Whether there was one to be sent.
    private func sendLive(_ shard: RedisShard, _ commands: RedisConnection) -> Bool {
        guard let entry = shard.live.popFirst() else { return false }
        let topic = entry.topic
        let arguments: [RedisCommand.Argument] = [.text(self.names.channel(topic)), .bytes(entry.bytes)]
        commands.send(RedisCommand([.text(self.publishVerb)] + arguments)) { reply in
            switch self.check(reply, of: shard) {
            case .command, .temporary, .script: self.report(reply, .publishing, topic)
            case .slot, .server: break
            case .connection, nil: return
            }
            self.listener?.dropped(1)
        }
        if self.sharesPatterns {
            commands.send(RedisCommand([.text("PUBLISH")] + arguments)) { self.check($0, of: shard) }
        }
        return true
    }

    /// - Returns: Whether there were some to be sent.
    private func sendKept(_ shard: RedisShard, _ commands: RedisConnection) -> Bool {
        let groups = shard.waiting.nextWindow(
            mayRepeatTopics: shard.hasTransactions,
            maxSize: shard.maxMessageSize
        ) {
            // A server counts the commands of a transaction together.
            3 * self.names.maxKeySize($0.topic)
        }
        for group in groups {
            self.send(group, to: shard, commands)
        }
        return !groups.isEmpty
    }

    /// Has messages of one topic kept: if they are several, by a transaction, so that nothing changes between them that the server
    /// refuses them for.
    private func send(_ group: [WaitingMessages.Entry], to shard: RedisShard, _ commands: RedisConnection) {
        guard group.count > 1 else {
            for entry in group {
                commands.send(self.command(entry)) { self.noteAnswers([$0], to: group, from: shard) }
            }
            return
        }
        var (isTransaction, replies): (Bool, [RedisReply]) = (true, [])
        commands.send(RedisCommand("MULTI")) { reply in
            guard case .error(let message) = reply else { return }
            // The server runs the commands behind it one by one.
            isTransaction = false
            if RedisErrorScope(message) == .command { shard.hasTransactions = false }
        }
        for entry in group {
            commands.send(self.command(entry)) { replies.append($0) }
        }
        commands.send(RedisCommand("EXEC")) { reply in
            if isTransaction {
                let error = replies.first(where: \.isError)
                replies = reply.elements ?? group.map { _ in error ?? reply }
            } else {
                self.giveUpOvertaken(replies, of: group, by: shard)
            }
            self.noteAnswers(replies, to: group, from: shard)
        }
    }

    /// Gives up the messages of one topic that the server has refused while it has kept a later one: sent again they would come
    /// after that, and receivers ignore older messages.
    private func giveUpOvertaken(_ replies: [RedisReply], of group: [WaitingMessages.Entry], by shard: RedisShard) {
        guard let lastKept = replies.lastIndex(where: { !$0.isError }) else { return }
        for (entry, reply) in zip(group, replies).prefix(lastKept) where reply.isError {
            self.giveUp(entry, reply, shard)
        }
    }

    /// Gives up a message of the window.
    private func giveUp(_ entry: WaitingMessages.Entry, _ reply: RedisReply, _ shard: RedisShard) {
        guard shard.waiting.noteDone(entry) else { return }
        self.listener?.dropped(1)
        self.report(reply, .publishing, entry.topic)
    }

    private func command(_ entry: WaitingMessages.Entry) -> RedisCommand {
        RedisScript.publish.command(
            keys: [
                self.names.stream(entry.topic), self.names.channel(entry.topic), self.names.epoch(entry.topic),
            ],
            [
                .bytes(entry.bytes), .text("\(entry.rule.maxMessages + 1)"),
                .text("\(entry.rule.maxAge.wholeMilliseconds)"), .text(self.publishVerb),
                .text(self.sharesPatterns ? "1" : "0"), .text(StreamPosition.newEpochText()),
            ]
        )
    }

    private func noteAnswers(_ replies: [RedisReply], to group: [WaitingMessages.Entry], from shard: RedisShard) {
        for (entry, reply) in zip(group, replies) {
            guard self.noteAnswer(reply, to: entry, from: shard) else { return }
        }
        guard shard.waiting.endTopic() else { return }
        if shard.waiting.flow == .paused {
            self.resumeLater(shard)
        } else {
            self.sendWaiting(shard)
        }
    }

    /// - Returns: Whether it is an answer, and not the end of the connection.
    private func noteAnswer(_ reply: RedisReply, to entry: WaitingMessages.Entry, from shard: RedisShard) -> Bool {
        switch self.check(reply, of: shard) {
        case .connection, .server:
            return false
        case nil:
            shard.waiting.noteDone(entry)
            shard.pauses = 0
            shard.hasReportedRefusal = false
            if let position = reply.text.flatMap({ StreamPosition($0) }) {
                self.listener?.kept(entry.topic, entry.number, at: position)
            } else {
                self.listener?.dropped(1)
            }
        case .command:
            self.giveUp(entry, reply, shard)
        case .temporary:
            self.noteReplica(reply, shard)
            if !shard.hasReportedRefusal {
                shard.hasReportedRefusal = true
                self.report(reply, .publishing, entry.topic)
            }
            shard.waiting.noteRefused()
        case .slot, .script:
            shard.waiting.noteRefused()
        }
        return true
    }

    /// Has a server keep messages again after some time.
    private func resumeLater(_ shard: RedisShard) {
        shard.pauses += 1
        let endpoint = shard.endpoint
        shard.resumption.onExpiry { [self] _ in
            self.assumeIsolated { driver in
                guard let shard = driver.shards[endpoint] else { return }
                shard.waiting.resume()
                driver.sendWaiting(shard)
            }
        }
        self.loop.schedule(shard.resumption, at: self.loop.now + self.delay(after: shard.pauses))
    }

    /// Connects anew if the server is a replica by now, and its name leads to another.
    private func noteReplica(_ reply: RedisReply, _ shard: RedisShard) {
        guard case .error(let message) = reply, message.utf8.starts(with: "READONLY".utf8), !shard.isCheckingFailover
        else {
            return
        }
        shard.isCheckingFailover = true
        Task {
            let hasMoved = await self.leadsElsewhere(shard)
            shard.isCheckingFailover = false
            if hasMoved {
                self.fail(shard, message)
            }
        }
    }

    // MARK: Errors

    /// Handles errors that affect more than one command.
    ///
    /// - Returns: What the error concerns; `nil` if the reply is no error.
    @discardableResult
    func check(_ reply: RedisReply, of shard: RedisShard) -> RedisErrorScope? {
        guard case .error(let message) = reply else { return nil }
        let scope = RedisErrorScope(message)
        switch scope {
        case .command, .temporary, .connection: break
        case .slot: self.refreshSlots(by: shard)
        case .script: self.loadScripts(shard)
        case .server: self.fail(shard, message)
        }
        return scope
    }

    /// Tells the hub that something was refused.
    func report(_ reply: RedisReply, _ request: Hub.BackplaneRequest, _ topic: String) {
        guard case .error(let message) = reply else { return }
        let filter = Hub.TopicFilter(knownTopic: ExactString(topic))
        self.listener?.refused(request, filter, self.filtered(message))
    }

    /// Runs a script; if the server has forgotten it, it is loaded and run again.
    func run(_ command: RedisCommand, at shard: RedisShard, _ answer: @escaping RedisConnection.Answer) {
        guard let commands = shard.commands else {
            answer(.error(RedisConnection.lost))
            return
        }
        commands.send(command) { reply in
            guard case .error(let message) = reply, RedisErrorScope(message) == .script else {
                answer(reply)
                return
            }
            self.loadScripts(shard)
            commands.send(command, answer)
        }
    }

    private func loadScripts(_ shard: RedisShard) {
        guard !shard.isLoadingScripts, let commands = shard.commands else { return }
        shard.isLoadingScripts = true
        for script in RedisScript.all {
            commands.send(RedisCommand("SCRIPT", "LOAD", script.text)) { _ in shard.isLoadingScripts = false }
        }
    }
}
