//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub
import WebSockets

// What the hub listens to, and what comes of it.
extension RedisDriver {
    // MARK: Topics and patterns

    func attach(_ filter: TopicFilter, _ rule: HistoryRule?) {
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

    func detach(_ filter: TopicFilter) {
        guard !filter.isPattern else {
            self.detach(pattern: filter)
            return
        }
        let topic = filter.description
        guard let attachment = self.attachments.removeValue(forKey: ExactString(topic)) else { return }
        self.unattached.remove(ExactString(topic))
        self.passOnHeld(attachment)
        attachment.shard?.listen(self.isCluster ? "SUNSUBSCRIBE" : "UNSUBSCRIBE", self.names.channel(topic))
        self.checkWhole()
    }

    func listen(_ attachment: Attachment, _ shard: RedisShard) {
        guard case .apart = attachment.phase else { return }
        attachment.shard = shard
        attachment.phase = .subscribing
        shard.listen(self.isCluster ? "SSUBSCRIBE" : "SUBSCRIBE", self.names.channel(attachment.topic))
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

    private func attach(pattern: TopicFilter) {
        let text = self.names.glob(pattern)
        let isNew = self.globs[text] == nil
        self.globs[text, default: Glob(prefix: self.names.globPrefix(pattern))].patterns.insert(pattern)
        if isNew {
            self.patternShard?.listen("PSUBSCRIBE", text)
            self.listenToGlobs()
        } else if self.globs[text]?.isAttached == true {
            self.listener?.attached(pattern, nil)
        }
    }

    private func detach(pattern: TopicFilter) {
        let text = self.names.glob(pattern)
        self.globs[text]?.patterns.remove(pattern)
        guard self.globs[text]?.patterns.isEmpty == true else { return }
        self.globs[text] = nil
        self.patternShard?.listen("PUNSUBSCRIBE", text)
        self.checkWhole()
    }

    /// Has a server send what is published to patterns, if none does.
    func listenToGlobs() {
        guard self.patternShard == nil, !self.globs.isEmpty, let shard = self.shards.values.first(where: \.isReady)
        else {
            return
        }
        self.patternShard = shard
        for text in self.globs.keys {
            shard.listen("PSUBSCRIBE", text)
        }
    }

    /// Notes that patterns are not listened to any more.
    func partGlobs() {
        for text in self.globs.keys {
            self.globs[text]?.isAttached = false
        }
        self.listenToGlobs()
    }

    // MARK: Messages

    /// Takes what a server sends on its connection for messages.
    func take(_ message: RedisReply, from shard: RedisShard) {
        guard let parts = message.elements, let kind = parts.first?.text else {
            if case .error(let reason) = message {
                self.fail(shard, reason)
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
        case ("subscribe", 3), ("ssubscribe", 3):
            guard let channel = parts[1].text else { return }
            shard.note(channel, isListening: true)
            guard shard.confirm(channel) == true, let topic = self.names.topic(of: channel),
                let attachment = self.attachments[ExactString(topic)], attachment.shard === shard
            else { return }
            self.noteSubscribed(attachment, shard)
        case ("unsubscribe", 3), ("sunsubscribe", 3), ("punsubscribe", 3):
            guard let channel = parts[1].text else { return }
            shard.note(channel, isListening: false)
            guard shard.confirm(channel) == nil else { return }
            self.fail(shard, "the server does not send \(channel) any more")
        case ("psubscribe", 3):
            guard let glob = parts[1].text, shard.confirm(glob) == true, self.patternShard === shard else { return }
            self.noteSubscribed(glob)
        default:
            break
        }
    }

    private func noteSubscribed(_ glob: String) {
        self.globs[glob]?.isAttached = true
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
            keys: [self.names.stream(attachment.topic)],
            [
                .text("\(rule.maxMessages + 1)"), .text("\(rule.maxAge.wholeMilliseconds)"),
                .text(attachment.position?.text ?? ""),
            ]
        )
        shard.commands?.send(command) { self.noteRead($0, attachment, rule, shard) }
    }

    private func noteRead(_ reply: RedisReply, _ attachment: Attachment, _ rule: HistoryRule, _ shard: RedisShard) {
        guard self.attachments[ExactString(attachment.topic)] === attachment, attachment.shard === shard,
            case .reading(let held) = attachment.phase, self.check(reply, of: shard)
        else { return }
        let extract = self.extract(reply, of: attachment.topic, rule)
        attachment.position = extract.entries.last?.position ?? attachment.position
        self.noteAttached(attachment, extract)
        for (message, position) in held {
            self.deliver(message, at: position, to: attachment)
        }
    }

    private func noteAttached(_ attachment: Attachment, _ extract: StreamExtract?) {
        attachment.phase = .attached
        attachment.wasAttached = true
        self.unattached.remove(ExactString(attachment.topic))
        self.listener?.attached(TopicFilter(knownTopic: ExactString(attachment.topic)), extract)
        self.checkWhole()
    }

    /// Reads what is kept of a topic; what cannot be read is left out.
    private func extract(_ reply: RedisReply, of topic: String, _ rule: HistoryRule) -> StreamExtract {
        let parts = reply.elements ?? []
        guard parts.count == 3, let since = parts[0].text.flatMap({ StreamPosition($0) }),
            let now = parts[1].text.flatMap({ UInt64($0) })
        else { return StreamExtract([], since: StreamPosition(.max, .max), through: .beginning) }
        let entries = (parts[2].elements ?? []).compactMap { entry -> StreamEntry? in
            guard let parts = entry.elements, parts.count == 2, let fields = parts[1].elements, fields.count == 2,
                let position = parts[0].text.flatMap({ StreamPosition($0) }), position > since,
                let message = fields[1].bytes.flatMap({ SharedMessage($0[...], topic: topic) })
            else { return nil }
            return StreamEntry(message, at: position)
        }
        // Well before now, for the clock of another server may be behind.
        let age = rule.maxAge.wholeMilliseconds / 2
        return StreamExtract(entries, since: since, through: StreamPosition(now > age ? now - age : 0, 0))
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
            self.passOn(message, at: position)
        }
    }

    /// Hands a message to the hub for those who listen to patterns: the topic is not attached.
    private func passOn(_ message: SharedMessage, at position: StreamPosition?) {
        guard message.node != self.node.id else { return }
        self.listener?.received(message, at: position)
    }

    private func passOnHeld(_ attachment: Attachment) {
        guard case .reading(let held) = attachment.phase else { return }
        for (message, position) in held {
            self.passOn(message, at: position)
        }
    }

    private func deliver(_ message: SharedMessage, at position: StreamPosition?, to attachment: Attachment) {
        if let position {
            attachment.position = max(position, attachment.position ?? position)
        } else if message.node == self.node.id {
            return
        }
        self.listener?.received(message, at: position)
    }

    /// Takes a message that has been published to one of the topics that match a pattern.
    private func receive(_ bytes: [UInt8], _ channel: String, by glob: String) {
        guard let topic = self.names.topic(of: channel), let prefix = self.globs[glob]?.prefix else { return }
        // It comes by the topic's own channel, too, …
        guard self.shard(of: topic)?.isListening(to: channel) != true else { return }
        // … or will be read there.
        if let attachment = self.attachments[ExactString(topic)], attachment.rule != nil, attachment.wasAttached {
            return
        }
        // By the longest only, if it comes by several.
        let isLongest = self.globs.values.allSatisfy {
            !$0.isAttached || $0.prefix.utf8.count <= prefix.utf8.count || !channel.hasPrefix($0.prefix)
        }
        guard isLongest, let (message, position) = Self.message(bytes, topic) else { return }
        self.passOn(message, at: position)
    }

    /// Reads a message, with its position if it is kept.
    private static func message(_ bytes: [UInt8], _ topic: String) -> (SharedMessage, StreamPosition?)? {
        guard bytes.first.map({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) == true else {
            return SharedMessage(bytes[...], topic: topic).map { ($0, nil) }
        }
        // An id is no longer than two numbers of 20 digits.
        guard let space = bytes.prefix(42).firstIndex(of: UInt8(ascii: " ")),
            let position = StreamPosition(String(decoding: bytes[..<space], as: UTF8.self)),
            let message = SharedMessage(bytes[(space + 1)...], topic: topic)
        else { return nil }
        return (message, position)
    }
}
