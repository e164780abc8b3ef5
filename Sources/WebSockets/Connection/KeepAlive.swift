//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// When to ping a peer, and when to give it up.
///
/// It knows no clock: times are the loop's milliseconds and nanoseconds, given by the caller.
package struct KeepAlive {
    /// What the time asks for.
    package enum Action: Equatable {
        /// Nothing yet.
        case wait
        /// A ping is due, with this payload.
        case ping(UInt64)
        /// The peer has not answered.
        case giveUp
    }

    private let interval: UInt64
    private let timeout: UInt64
    private var nextPing: UInt64
    private var nextPayload: UInt64 = 1
    private var outstanding: Outstanding?

    /// The round-trip time that the last answered ping took.
    package private(set) var latency: Duration?

    private struct Outstanding {
        let payload: UInt64
        let sentAt: UInt64
        var deadline: UInt64
    }

    /// - Parameters:
    ///   - interval: The milliseconds between pings.
    ///   - timeout: The milliseconds that an answer may take.
    ///   - now: The loop's time.
    package init(interval: UInt64, timeout: UInt64, now: UInt64) {
        self.interval = interval
        self.timeout = timeout
        self.nextPing = now + interval
    }

    /// The time at which ``timeReached(_:preciseNow:)`` wants to be called.
    package var nextTime: UInt64 {
        // A ping is never followed by another before its answer, so that a slow peer is not buried in them.
        self.outstanding?.deadline ?? self.nextPing
    }

    /// Tells that the time has come, or any other time.
    ///
    /// - Parameters:
    ///   - now: The loop's time, in milliseconds.
    ///   - preciseNow: The same in nanoseconds, for measuring.
    /// - Returns: What is to be done.
    package mutating func timeReached(_ now: UInt64, preciseNow: UInt64) -> Action {
        if let outstanding {
            return now < outstanding.deadline ? .wait : .giveUp
        }
        guard now >= self.nextPing else { return .wait }
        let payload = self.nextPayload
        self.nextPayload &+= 1
        self.outstanding = Outstanding(payload: payload, sentAt: preciseNow, deadline: now + self.timeout)
        self.nextPing = now + self.interval
        return .ping(payload)
    }

    /// Tells that something came from the peer, which proves that it is alive, or that nothing could have come because
    /// we did not read.
    package mutating func postpone(_ now: UInt64) {
        self.outstanding?.deadline = now + self.timeout
    }

    /// Tells that a pong came, which is an answer if it carries the payload of the last ping.
    ///
    /// Then ``nextTime`` may be earlier than it was.
    package mutating func receivedPong(payload: UInt64, now: UInt64, preciseNow: UInt64) {
        guard let outstanding, outstanding.payload == payload else { return }
        self.latency = .nanoseconds(Int64(clamping: preciseNow - min(preciseNow, outstanding.sentAt)))
        self.outstanding = nil
        self.nextPing = max(self.nextPing, now + 1)
    }
}
