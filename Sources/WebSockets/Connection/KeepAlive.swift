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

    // Each connection has one: what is small takes little room, and comes last, where what follows fits behind it.
    private var nextPing: UInt64
    /// When the last ping was sent, in nanoseconds.
    private var sentAt: UInt64 = 0
    /// When the peer is given up, while a ping is outstanding.
    private var deadline: UInt64 = 0
    private var latencyInNanoseconds: Int64 = -1
    private let interval: UInt32
    private let timeout: UInt32
    private var nextPayload: UInt32 = 1
    /// Whether the last ping has not been answered.
    private var isOutstanding = false

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
        // A ping is not followed by another before its answer, so that a slow peer is not buried in them.
        self.isOutstanding ? self.deadline : self.nextPing
    }

    /// Tells that the time has come, or any other time.
    ///
    /// - Parameters:
    ///   - now: The loop's time, in milliseconds.
    ///   - preciseNow: The same in nanoseconds, for measuring.
    ///   - isDeaf: Whether we do not read, so that an answer may have come. The peer is pinged again then instead of being given
    ///     up: if it has gone, its machine says so.
    /// - Returns: What is to be done.
    package mutating func timeReached(_ now: UInt64, preciseNow: UInt64, isDeaf: Bool = false) -> Action {
        guard now >= self.nextTime else { return .wait }
        if self.isOutstanding, !isDeaf { return .giveUp }
        let payload = self.nextPayload
        self.nextPayload &+= 1
        self.isOutstanding = true
        self.sentAt = preciseNow
        self.deadline = now + UInt64(self.timeout)
        self.nextPing = now + UInt64(self.interval)
        return .ping(UInt64(payload))
    }

    /// Tells that something came from the peer, which proves that it is alive, or that nothing could have come because
    /// we did not read.
    package mutating func postpone(_ now: UInt64) {
        // Means nothing while no ping is outstanding, and is then cheaper done than asked about.
        self.deadline = now + UInt64(self.timeout)
    }

    /// Tells that a pong came, which is an answer if it carries the payload of the last ping.
    ///
    /// Then ``nextTime`` may be earlier than it was.
    ///
    /// - Returns: Whether it is one.
    @discardableResult
    package mutating func receivedPong(payload: UInt64, now: UInt64, preciseNow: UInt64) -> Bool {
        guard self.isOutstanding, payload == UInt64(self.nextPayload &- 1) else { return false }
        self.latencyInNanoseconds = Int64(clamping: preciseNow - min(preciseNow, self.sentAt))
        self.isOutstanding = false
        self.nextPing = max(self.nextPing, now + 1)
        return true
    }
}
