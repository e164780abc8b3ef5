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

    // Each connection has one: what is small takes little room, and what belongs together needs one tag.
    private let interval: UInt32
    private let timeout: UInt32
    private var nextPing: UInt64
    private var nextPayload: UInt32 = 1
    private var outstanding: Outstanding?
    private var latencyInNanoseconds: Int64 = -1

    /// The last ping, while it has not been answered.
    private struct Outstanding {
        let sentAt: UInt64
        var deadline: UInt64
    }

    /// - Parameters:
    ///   - interval: The milliseconds between pings; more than 49 days are taken for 49 days, here and below.
    ///   - timeout: The milliseconds that an answer may take.
    ///   - now: The loop's time.
    package init(interval: UInt64, timeout: UInt64, now: UInt64) {
        self.interval = UInt32(clamping: interval)
        self.timeout = UInt32(clamping: timeout)
        self.nextPing = now + UInt64(self.interval)
    }

    /// The round-trip time that the last answered ping took.
    package var latency: Duration? {
        self.latencyInNanoseconds < 0 ? nil : .nanoseconds(self.latencyInNanoseconds)
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
        self.outstanding = Outstanding(sentAt: preciseNow, deadline: now + UInt64(self.timeout))
        self.nextPing = now + UInt64(self.interval)
        return .ping(UInt64(payload))
    }

    /// Tells that something came from the peer, which proves that it is alive, or that nothing could have come because
    /// we did not read.
    package mutating func postpone(_ now: UInt64) {
        self.outstanding?.deadline = now + UInt64(self.timeout)
    }

    /// Tells that a pong came, which is an answer if it carries the payload of the last ping.
    ///
    /// Then ``nextTime`` may be earlier than it was.
    package mutating func receivedPong(payload: UInt64, now: UInt64, preciseNow: UInt64) {
        guard let outstanding, payload == UInt64(self.nextPayload &- 1) else { return }
        self.latencyInNanoseconds = Int64(clamping: preciseNow - min(preciseNow, outstanding.sentAt))
        self.outstanding = nil
        self.nextPing = max(self.nextPing, now + 1)
    }
}
