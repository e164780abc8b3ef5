//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketHub
import WebSockets

// What the hub listens to, and what comes of it.
extension RedisDriver {
    // MARK: Topics and patterns

    func attach(_ filter: Hub.TopicFilter, _ rule: Hub.HistoryRule?) {
        guard !filter.isPattern else {
            self.attach(pattern: filter)
            return
        }
        let topic = filter.description
        let attachment = Attachment(topic, rule)
        self.attachments[ExactString(topic)] = attachment
        self.unattached.insert(ExactString(topic))
        if let shard = self.shard(of: topic) {
            self.listen(attachment, shard)
        }
    }

    func detach(_ filter: Hub.TopicFilter) {
        guard !filter.isPattern else {
            self.detach(pattern: filter)
            return
        }
        let topic = filter.description
        guard let attachment = self.attachments.removeValue(forKey: ExactString(topic)) else { return }
        self.unattached.remove(ExactString(topic))
        self.refusals[.topic(ExactString(topic))] = nil
        self.passOnHeld(attachment)
        attachment.shard?.listen(self.isCluster ? .sunsubscribe : .unsubscribe, self.names.channel(topic))
        if attachment.isRefused {
            self.listener?.refused(.subscribing, filter, nil)
        }
        self.checkWhole()
    }

    func listen(_ attachment: Attachment, _ shard: RedisShard) {
        guard case .apart = attachment.phase else { return }
        attachment.shard = shard
        attachment.phase = .subscribing
        shard.listen(self.isCluster ? .ssubscribe : .subscribe, self.names.channel(attachment.topic))
    }

    /// Notes that a topic is not listened to any more.
    func part(_ attachment: Attachment) {
        if !attachment.wasAttached {
            self.passOnHeld(attachment)
        }
        attachment.phase = .apart
        attachment.shard = nil
        self.unattached.insert(ExactString(attachment.topic))
    }

    private func attach(pattern: Hub.TopicFilter) {
        let glob = ExactString(self.names.glob(pattern))
        let isNew = self.globs[glob] == nil
        self.globs[glob, default: Glob(prefix: self.names.globPrefix(pattern))].patterns.insert(pattern)
        if isNew {
            self.patternShard?.listen(.psubscribe, glob.text)
            self.listenToGlobs()
        } else if let reason = self.globs[glob]?.refusal {
            self.listener?.refused(.subscribing, pattern, reason)
        } else if self.globs[glob]?.isAttached == true {
            self.listener?.attached(pattern, nil)
        }
    }

    private func detach(pattern: Hub.TopicFilter) {
        let glob = ExactString(self.names.glob(pattern))
        self.globs[glob]?.patterns.remove(pattern)
        if self.globs[glob]?.refusal != nil {
            self.listener?.refused(.subscribing, pattern, nil)
        }
        guard self.globs[glob]?.patterns.isEmpty == true else { return }
        self.globs[glob] = nil
        self.refusals[.glob(glob)] = nil
        self.patternShard?.listen(.punsubscribe, glob.text)
        self.checkWhole()
    }

    /// Has a server send what is published to patterns, if none does.
    func listenToGlobs() {
        // One that has no slots may have left the cluster.
        guard self.patternShard == nil, !self.globs.isEmpty,
            let shard = self.shards.values.first(where: { $0.isReady && self.isInUse($0) })
        else { return }
        self.patternShard = shard
        for glob in self.globs.keys {
            shard.listen(.psubscribe, glob.text)
        }
    }

    /// Notes that patterns are not listened to any more.
    func partGlobs() {
        for glob in self.globs.keys {
            self.globs[glob]?.isAttached = false
        }
        self.listenToGlobs()
    }

    // MARK: Messages

    /// Takes what a server sends on its connection for messages.
    func take(_ message: RedisReply, from shard: RedisShard) {
        guard let parts = message.elements, let kind = parts.first?.text else {
            switch message {
            case .error(let reason): self.noteRefusal(reason, by: shard)
            case .status: self.noteConfirmed(SubscriptionRequests.Request(.ping, ""), by: shard)
            case .string, .integer, .array, .null: break
            }
            return
        }
        switch (kind, parts.count) {
        case ("message", 3), ("smessage", 3):
            guard let channel = parts[1].text, let bytes = parts[2].bytes else { return }
            self.receive(bytes, channel)
        case ("pmessage", 4):
            guard let glob = parts[1].text, let channel = parts[2].text, let bytes = parts[3].bytes else { return }
            self.receive(bytes, channel, by: glob)
        case ("pong", _):
            self.noteConfirmed(SubscriptionRequests.Request(.ping, ""), by: shard)
        case (_, 3):
            guard let verb = SubscriptionRequests.Verb(rawValue: kind), let channel = parts[1].text else { return }
            self.noteConfirmed(SubscriptionRequests.Request(verb, channel), by: shard)
        default:
            break
        }
    }

    private func noteConfirmed(_ request: SubscriptionRequests.Request, by shard: RedisShard) {
        let outcome = shard.confirm(request)
        let channel = request.channel.text
        switch request.verb {
        case .subscribe, .ssubscribe:
            shard.note(channel, isListening: true)
            if !shard.isSuperseded(request), let topic = self.names.topic(of: channel),
                let attachment = self.attachments[ExactString(topic)], attachment.shard === shard
            {
                self.noteSubscribed(attachment, shard)
            }
        case .unsubscribe, .sunsubscribe:
            shard.note(channel, isListening: false)
            if !outcome.isExpected {
                self.noteEnded(request, shard)
            }
        case .psubscribe:
            if !shard.isSuperseded(request), self.patternShard === shard {
                self.noteSubscribed(channel)
            }
        case .punsubscribe:
            if !outcome.isExpected {
                self.noteEnded(request, shard)
            }
        case .ping:
            break
        }
        for request in outcome.unanswered {
            self.postpone(request, shard, "the server has not confirmed the subscription")
        }
    }

    private func noteSubscribed(_ glob: String) {
        let glob = ExactString(glob)
        guard self.globs[glob] != nil else { return }
        self.refusals[.glob(glob)] = nil
        self.globs[glob]?.isAttached = true
        self.globs[glob]?.refusal = nil
        for pattern in self.globs[glob]?.patterns ?? [] {
            self.listener?.attached(pattern, nil)
        }
        self.checkWhole()
    }

    private func noteSubscribed(_ attachment: Attachment, _ shard: RedisShard) {
        guard case .subscribing = attachment.phase else { return }
        guard let rule = attachment.rule else {
            self.noteAttached(attachment, nil)
            return
        }
        attachment.phase = .reading(held: [])
        let command = RedisScript.read.command(
            keys: [self.names.stream(attachment.topic), self.names.epoch(attachment.topic)],
            [
                .text("\(rule.maxMessages + 1)"), .text("\(rule.maxAge.wholeMilliseconds)"),
                .text(attachment.position?.text ?? ""), .text("\(rule.maxBytes)"),
                .text(attachment.position?.epochText ?? ""), .text(StreamPosition.newEpochText()),
            ]
        )
        self.run(command, at: shard) { self.noteRead($0, attachment, rule, shard) }
    }

    private func noteRead(_ reply: RedisReply, _ attachment: Attachment, _ rule: Hub.HistoryRule, _ shard: RedisShard) {
        guard self.attachments[ExactString(attachment.topic)] === attachment, attachment.shard === shard,
            case .reading(let held) = attachment.phase
        else { return }
        switch self.check(reply, of: shard) {
        case .connection, .server:
            return
        case .command, .temporary, .script:
            // The hub gets what is published from now on, and knows that something may be missing.
            self.report(reply, .reading, attachment.topic)
            self.noteAttached(attachment, Self.unknownSnapshot)
        case .slot:
            self.setAsideUnread(attachment, reply, shard)
            return
        case nil:
            let snapshot = self.snapshot(reply, of: attachment.topic, rule)
            let isSameEpoch = attachment.position?.epoch == snapshot.epoch
            attachment.position = snapshot.entries.last?.position ?? (isSameEpoch ? attachment.position : nil)
            self.noteAttached(attachment, snapshot)
        }
        for (message, position) in held {
            self.deliver(message, at: position, to: attachment)
        }
    }

    private func noteAttached(_ attachment: Attachment, _ snapshot: StreamSnapshot?) {
        attachment.phase = .attached
        attachment.wasAttached = true
        attachment.isRefused = false
        attachment.refuser = nil
        self.refusals[.topic(ExactString(attachment.topic))] = nil
        self.unattached.remove(ExactString(attachment.topic))
        self.listener?.attached(Hub.TopicFilter(knownTopic: ExactString(attachment.topic)), snapshot)
        self.checkWhole()
    }

    /// Sets a topic aside that another server may have: it is listened to there, or again here after some time.
    private func setAsideUnread(_ attachment: Attachment, _ reply: RedisReply, _ shard: RedisShard) {
        guard case .error(let reason) = reply else { return }
        let channel = self.names.channel(attachment.topic)
        self.postpone(SubscriptionRequests.Request(.ssubscribe, channel), shard, reason, isMoving: true)
        shard.listen(self.isCluster ? .sunsubscribe : .unsubscribe, channel)
    }

    /// What is known of a topic of which nothing could be read: nothing, of an unknown epoch.
    private static let unknownSnapshot = StreamSnapshot([], since: StreamPosition(.max, .max), through: .beginning)

    /// Reads what is kept of a topic; what cannot be read is left out.
    private func snapshot(_ reply: RedisReply, of topic: String, _ rule: Hub.HistoryRule) -> StreamSnapshot {
        let parts = reply.elements ?? []
        guard parts.count == 4, let epoch = parts[3].text.flatMap({ StreamPosition.epoch($0) }),
            let since = parts[0].text.flatMap({ StreamPosition($0, epoch: epoch) }),
            let now = parts[1].text.flatMap({ UInt64($0) })
        else { return Self.unknownSnapshot }
        let entries = (parts[2].elements ?? []).compactMap { entry -> StreamEntry? in
            guard let parts = entry.elements, parts.count == 2, let fields = parts[1].elements, fields.count == 2,
                let position = parts[0].text.flatMap({ StreamPosition($0, epoch: epoch) }), position > since,
                let message = fields[1].bytes.flatMap({ SharedMessage($0[...], topic: topic) })
            else { return nil }
            return StreamEntry(message, at: position)
        }
        // Well before now, for the clock of another server may be behind.
        let age = rule.maxAge.wholeMilliseconds / 2
        return StreamSnapshot(
            entries,
            since: since,
            through: StreamPosition(now > age ? now - age : 0, 0, epoch: epoch)
        )
    }

    /// Takes a message that has been published to a topic.
    private func receive(_ bytes: [UInt8], _ channel: String) {
        guard let topic = self.names.topic(of: channel), let (message, position) = Self.message(bytes, topic) else {
            return
        }
        let attachment = self.attachments[ExactString(topic)]
        switch attachment?.phase {
        case .reading(var held):
            attachment?.phase = .apart
            held.append((message, position))
            attachment?.phase = .reading(held: held)
        case .attached:
            if let attachment {
                self.deliver(message, at: position, to: attachment)
            }
        case .apart, .subscribing, nil:
            // The server does not know yet that nobody listens to the topic any more, or had not known.
            self.forward(message, at: position)
        }
    }

    /// Hands a message to the hub for those who listen to patterns: the topic is not attached.
    private func forward(_ message: SharedMessage, at position: StreamPosition?) {
        guard message.node != self.node.id else { return }
        self.listener?.received(message, at: position)
    }

    private func passOnHeld(_ attachment: Attachment) {
        guard case .reading(let held) = attachment.phase else { return }
        for (message, position) in held {
            self.forward(message, at: position)
        }
    }

    private func deliver(_ message: SharedMessage, at position: StreamPosition?, to attachment: Attachment) {
        if let position {
            let last = attachment.position.flatMap { $0.epoch == position.epoch ? $0 : nil }
            attachment.position = max(position, last ?? position)
        } else if message.node == self.node.id {
            return
        }
        self.listener?.received(message, at: position)
    }

    /// Takes a message that has been published to one of the topics that match a pattern.
    private func receive(_ bytes: [UInt8], _ channel: String, by glob: String) {
        guard let topic = self.names.topic(of: channel), let prefix = self.globs[ExactString(glob)]?.prefix else {
            return
        }
        // It comes by the topic's own channel, too, …
        guard self.shard(of: topic)?.isListening(to: channel) != true else { return }
        // … or will be read there.
        if let attachment = self.attachments[ExactString(topic)], attachment.rule != nil, attachment.wasAttached {
            return
        }
        // By the longest only, if it comes by several.
        let isLongest = self.globs.values.allSatisfy {
            !$0.isAttached || $0.prefix.utf8.count <= prefix.utf8.count || !channel.utf8.starts(with: $0.prefix.utf8)
        }
        guard isLongest, let (message, position) = Self.message(bytes, topic) else { return }
        self.forward(message, at: position)
    }

    /// Reads a message, with its position if it is kept.
    private static func message(_ bytes: [UInt8], _ topic: String) -> (SharedMessage, StreamPosition?)? {
        guard bytes.first.map({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) == true else {
            return SharedMessage(bytes[...], topic: topic).map { ($0, nil) }
        }
        guard let space = bytes.prefix(StreamPosition.maxTextSize + 1).firstIndex(of: UInt8(ascii: " ")),
            let position = StreamPosition(String(decoding: bytes[..<space], as: UTF8.self)),
            let message = SharedMessage(bytes[(space + 1)...], topic: topic)
        else { return nil }
        return (message, position)
    }
}
