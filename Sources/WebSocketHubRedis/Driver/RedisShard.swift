//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport
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
    /// What waits to be sent there, and is not kept.
    var live = TransientMessages()
    /// How often in a row it has refused to keep messages for now.
    var pauses = 0
    /// Whether the hub has been told of that.
    var hasReportedRefusal = false
    /// When to try again to have messages kept.
    let resumption = Deadline()
    /// Whether it has been told the scripts again and has not answered.
    var isLoadingScripts = false
    /// How often it has failed in a row.
    private(set) var failures = 0
    private var readySince: UInt64?
    /// When to try again.
    let retry = Deadline()
    /// The channels of which the server sends what is published, as far as it has said.
    private var channels: Set<ExactString> = []

    /// The most bytes of a message for which it closes no connection; `nil` if it has not said so.
    private(set) var maxMessageSize: Int?
    /// Whether the user may use transactions, as far as the server has said.
    var hasTransactions = true
    /// Whether the driver checks if its name leads to another server now.
    var isCheckingFailover = false

    init(_ endpoint: RedisEndpoint) {
        self.endpoint = endpoint
    }

    var isReady: Bool { self.commands != nil }

    /// Notes that both connections are there.
    ///
    /// - Parameters:
    ///   - commands: The one for commands.
    ///   - messages: The one on which messages come.
    ///   - maxMessageSize: The most bytes of a message that the server takes, as far as is known.
    ///   - hasTransactions: Whether the user may use transactions.
    ///   - now: The time.
    func begin(
        _ commands: RedisConnection,
        _ messages: RedisConnection,
        maxMessageSize: Int?,
        hasTransactions: Bool,
        at now: UInt64
    ) {
        self.maxMessageSize = maxMessageSize
        self.hasTransactions = hasTransactions
        self.commands = commands
        self.messages = messages
        self.readySince = now
    }

    /// Closes the connections: what has been sent and not been answered has to be sent again.
    func close() {
        self.commands.take()?.close()
        self.messages.take()?.close()
        self.channels = []
        self.waiting.rewind()
        self.pauses = 0
        self.hasReportedRefusal = false
        self.isLoadingScripts = false
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
    ///   - verb: The command.
    ///   - channel: The channel or the glob.
    func listen(_ verb: SubscriptionRequests.Verb, _ channel: String) {
        self.messages?.request(SubscriptionRequests.Request(verb, channel))
    }

    /// Whether what is published to a channel comes by it, and not only by patterns.
    func isListening(to channel: String) -> Bool { self.channels.contains(ExactString(channel)) }

    /// Notes whether the server now sends what is published to a channel.
    func note(_ channel: String, isListening: Bool) {
        if isListening {
            self.channels.insert(ExactString(channel))
        } else {
            self.channels.remove(ExactString(channel))
        }
    }

    /// Notes that the server has confirmed a request.
    func confirm(_ request: SubscriptionRequests.Request) -> SubscriptionRequests.Outcome {
        self.messages?.noteAnswer()
        return self.messages?.requests.confirm(request) ?? SubscriptionRequests.Outcome(isExpected: false)
    }

    /// Notes that the server has refused a request.
    ///
    /// - Returns: The request; `nil` if there is none.
    func refuse() -> SubscriptionRequests.Request? {
        self.messages?.noteAnswer()
        return self.messages?.requests.popFirst()
    }

    /// Whether the server has yet to answer a later request for the same channel.
    func isSuperseded(_ request: SubscriptionRequests.Request) -> Bool {
        self.messages?.requests.isSuperseded(request) ?? false
    }
}
