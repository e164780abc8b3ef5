//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase

/// What a server was asked on the connection for messages and has not answered.
///
/// The server answers in order, between the messages that it sends. So an error belongs to the oldest request, and an answer to
/// a later request shows that none will come to those before it: the server has confirmed another name, or nothing.
package struct SubscriptionRequests {
    /// A request for one channel or one glob.
    package struct Request: Hashable, Sendable {
        package let verb: Verb
        package let channel: ExactString

        package init(_ verb: Verb, _ channel: String) {
            self.verb = verb
            self.channel = ExactString(channel)
        }
    }

    /// A command, as its confirmation is called, too.
    package enum Verb: String, Hashable, Sendable {
        case subscribe, ssubscribe, psubscribe
        case unsubscribe, sunsubscribe, punsubscribe
        /// Is confirmed by `pong`.
        case ping

        /// The command that takes it back, or that it takes back.
        var opposite: Self {
            switch self {
            case .subscribe: .unsubscribe
            case .ssubscribe: .sunsubscribe
            case .psubscribe: .punsubscribe
            case .unsubscribe: .subscribe
            case .sunsubscribe: .ssubscribe
            case .punsubscribe: .psubscribe
            case .ping: .ping
            }
        }

        /// Whether a server may say so without having been asked.
        var mayComeUnasked: Bool {
            switch self {
            case .unsubscribe, .sunsubscribe, .punsubscribe: true
            case .subscribe, .ssubscribe, .psubscribe, .ping: false
            }
        }
    }

    /// What a confirmation tells.
    package struct Outcome: Equatable, Sendable {
        /// Whether it confirms a request.
        package var isExpected: Bool
        /// The requests that the server has passed over.
        package var unanswered: [Request]

        package init(isExpected: Bool, unanswered: [Request] = []) {
            self.isExpected = isExpected
            self.unanswered = unanswered
        }
    }

    private var queue = FIFO<(request: Request, time: UInt64)>()
    private var counts: [Request: Int] = [:]

    package init() {}

    /// When the oldest was sent; `nil` if all have been answered.
    package var oldestTime: UInt64? { self.queue.first?.time }

    /// Whether the server still has to answer a request.
    package func contains(_ request: Request) -> Bool { self.counts[request] != nil }

    /// Whether the server still has to answer a request for the same channel, which makes this one out of date.
    package func isSuperseded(_ request: Request) -> Bool {
        self.contains(request) || self.contains(Request(request.verb.opposite, request.channel.text))
    }

    /// Adds a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - time: When it is sent.
    package mutating func append(_ request: Request, at time: UInt64) {
        self.queue.append((request, time))
        self.counts[request, default: 0] += 1
    }

    /// Removes the oldest request: the server has refused it.
    package mutating func popFirst() -> Request? {
        guard let request = self.queue.popFirst()?.request else { return nil }
        self.counts[request] = self.counts[request].flatMap { $0 > 1 ? $0 - 1 : nil }
        return request
    }

    /// Takes a confirmation.
    ///
    /// - Returns: Whether it confirms a request, and the requests before that, to which no answer will come.
    package mutating func confirm(_ confirmed: Request) -> Outcome {
        if confirmed.verb.mayComeUnasked {
            guard self.queue.first?.request == confirmed else { return Outcome(isExpected: false) }
            _ = self.popFirst()
            return Outcome(isExpected: true)
        }
        guard self.contains(confirmed) else {
            // It is the answer to the oldest request, by another name.
            let isOfFirst = self.queue.first?.request.verb == confirmed.verb
            return Outcome(isExpected: false, unanswered: isOfFirst ? [self.popFirst()].compactMap { $0 } : [])
        }
        var outcome = Outcome(isExpected: true)
        while let request = self.popFirst(), request != confirmed {
            outcome.unanswered.append(request)
        }
        return outcome
    }
}
