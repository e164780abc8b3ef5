//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport
import WebSocketHub

// Subscriptions that a server refused; retried with backoff.
extension RedisDriver {
    /// How many are asked for again at a time, and how long until the next are, in milliseconds.
    private static let (batchSize, batchInterval): (Int, UInt64) = (100, 100)

    /// Handles an error on the connection for messages: the refusal of a request.
    func noteRefusal(_ reason: String, by shard: RedisShard) {
        let scope = RedisErrorScope(reason)
        guard let request = shard.refuse(), scope != .server else {
            self.fail(shard, reason)
            return
        }
        if scope == .slot {
            self.refreshSlots(by: shard)
        }
        self.postpone(request, shard, reason, isMoving: scope == .slot)
    }

    /// Sets a request aside that was refused, or to which no answer will come.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - shard: The server.
    ///   - reason: Why.
    ///   - isMoving: Whether another server may have the topic.
    func postpone(
        _ request: SubscriptionRequests.Request,
        _ shard: RedisShard,
        _ reason: String,
        isMoving: Bool = false
    ) {
        guard !shard.isSuperseded(request) else { return }
        switch request.verb {
        case .subscribe, .ssubscribe:
            guard let topic = self.names.topic(of: request.channel.text),
                let attachment = self.attachments[ExactString(topic)], attachment.shard === shard
            else { return }
            self.postpone(attachment, reason, isMoving: isMoving)
        case .psubscribe:
            guard self.patternShard === shard else { return }
            self.postpone(glob: request.channel, reason)
        case .unsubscribe, .sunsubscribe, .punsubscribe, .ping:
            break
        }
    }

    private func postpone(_ attachment: Attachment, _ reason: String, isMoving: Bool) {
        let name = ExactString(attachment.topic)
        let failures = self.scheduleRetry(.topic(name))
        attachment.refuser = attachment.shard
        self.part(attachment)
        guard !isMoving || failures > Refusal.maxMoves else { return }
        self.unattached.remove(name)
        if !attachment.isRefused {
            attachment.isRefused = true
            self.listener?.refused(.subscribing, Hub.TopicFilter(knownTopic: name), self.filtered(reason))
        }
        self.checkWhole()
    }

    private func postpone(glob name: ExactString, _ reason: String) {
        guard let glob = self.globs[name] else { return }
        self.scheduleRetry(.glob(name))
        guard glob.refusal == nil else { return }
        let reason = self.filtered(reason)
        self.globs[name]?.refusal = reason
        self.globs[name]?.isAttached = false
        for pattern in glob.patterns {
            self.listener?.refused(.subscribing, pattern, reason)
        }
        self.checkWhole()
    }

    /// Deals with a server that has ended by itself to send what is published to a channel.
    func noteEnded(_ request: SubscriptionRequests.Request, _ shard: RedisShard) {
        switch request.verb {
        case .unsubscribe, .sunsubscribe:
            guard let topic = self.names.topic(of: request.channel.text),
                let attachment = self.attachments[ExactString(topic)], attachment.shard === shard,
                !shard.isSuperseded(request)
            else { return }
            attachment.refuser = shard
            self.part(attachment)
            self.scheduleRetry(.topic(ExactString(topic)))
            if self.isCluster {
                self.refreshSlots(by: shard)
            }
        case .punsubscribe:
            guard self.patternShard === shard, self.globs[request.channel] != nil, !shard.isSuperseded(request) else {
                return
            }
            self.globs[request.channel]?.isAttached = false
            self.scheduleRetry(.glob(request.channel))
        case .subscribe, .ssubscribe, .psubscribe, .ping:
            break
        }
    }

    // MARK: Asking again

    /// Has something asked for again after some time.
    ///
    /// - Returns: How often it has been refused in a row.
    @discardableResult
    private func scheduleRetry(_ item: Refusal.Item) -> Int {
        var refusal = self.refusals[item] ?? Refusal()
        refusal.failures += 1
        let time = self.loop.now + max(1, self.delay(after: refusal.failures))
        refusal.retryTime = time
        self.refusals[item] = refusal
        self.retryRefused(at: time)
        return refusal.failures
    }

    private func retryRefused(at time: UInt64) {
        guard time < self.refusalRetryTime ?? .max else { return }
        self.refusalRetryTime = time
        self.refusalRetry.onExpiry { [self] now in
            self.assumeIsolated { $0.retryRefused(now) }
        }
        self.loop.schedule(self.refusalRetry, at: time)
    }

    private func retryRefused(_ now: UInt64) {
        self.refusalRetryTime = nil
        var (due, next): ([Refusal.Item], UInt64?) = ([], nil)
        for (item, refusal) in self.refusals {
            guard let time = refusal.retryTime else { continue }
            if time <= now, due.count < Self.batchSize {
                due.append(item)
            } else {
                next = min(next ?? .max, max(time, now + Self.batchInterval))
            }
        }
        for item in due {
            self.refusals[item]?.retryTime = nil
            switch item {
            case .topic(let topic):
                guard let attachment = self.attachments[topic] else { continue }
                // If there is no way to its server now, it is asked as soon as there is.
                attachment.refuser = nil
                guard let shard = self.shard(of: topic.text) else { continue }
                self.listen(attachment, shard)
            case .glob(let glob):
                guard self.globs[glob] != nil else { continue }
                self.patternShard?.listen(.psubscribe, glob.text)
            }
        }
        if let next {
            self.retryRefused(at: next)
        }
    }
}
