//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Transport
import WebSocketHub
import WebSockets

/// A server, and two connections to it: one for commands, one on which messages come.
final class RedisShard {
    let endpoint: RedisEndpoint
    /// `nil` unless both connections are there.
    private(set) var commands: RedisConnection?
    private var messages: RedisConnection?
    /// What waits to be kept there.
    var waiting = WaitingMessages()
    /// How often it has failed in a row.
    private(set) var failures = 0
    private var readySince: UInt64?
    /// When to try again.
    let retry = Deadline()
    /// How many confirmations are still to come before a channel is listened to, or is not any more.
    private var unconfirmed: [String: Int] = [:]
    /// The channels of which the server sends what is published, as far as it has said.
    private var channels: Set<String> = []

    init(_ endpoint: RedisEndpoint) {
        self.endpoint = endpoint
    }

    var isReady: Bool { self.commands != nil }

    /// Notes that both connections are there.
    func begin(_ commands: RedisConnection, _ messages: RedisConnection, at now: UInt64) {
        self.commands = commands
        self.messages = messages
        self.readySince = now
    }

    /// Closes the connections: what has been sent and not been answered has to be sent again.
    func close() {
        self.commands.take()?.close()
        self.messages.take()?.close()
        self.unconfirmed = [:]
        self.channels = []
        self.waiting.rewind()
    }

    /// Notes that it has failed, as the first time if it has been good for long enough.
    func noteFailure(at now: UInt64, _ resetTime: Duration) {
        if let readySince, now >= readySince + resetTime.wholeMilliseconds {
            self.failures = 0
        }
        self.readySince = nil
        self.failures += 1
    }

    // MARK: Listening

    /// Asks for what is published to a channel, or for that no more.
    ///
    /// - Parameters:
    ///   - verb: `SUBSCRIBE`, say.
    ///   - channel: The channel or the glob.
    func listen(_ verb: String, _ channel: String) {
        guard let messages else { return }
        self.unconfirmed[channel, default: 0] += 1
        messages.subscribe(RedisCommand(verb, channel))
    }

    /// Whether what is published to a channel comes by it, and not only by patterns.
    func isListening(to channel: String) -> Bool { self.channels.contains(channel) }

    /// Notes whether the server now sends what is published to a channel.
    func note(_ channel: String, isListening: Bool) {
        if isListening {
            self.channels.insert(channel)
        } else {
            self.channels.remove(channel)
        }
    }

    /// Notes that the server has confirmed something of a channel.
    ///
    /// - Returns: Whether it is the last that was asked for; `nil` if nothing was.
    func confirm(_ channel: String) -> Bool? {
        guard let count = self.unconfirmed[channel] else { return nil }
        self.unconfirmed[channel] = count > 1 ? count - 1 : nil
        return count == 1
    }
}
