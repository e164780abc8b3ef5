//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("the clockwork of keepalive")
struct KeepAliveTests {
    private var keepAlive = KeepAlive(interval: 100, timeout: 50, now: 1000)

    @Test("a ping is due after each interval, with a payload of its own")
    mutating func interval() {
        #expect(keepAlive.nextTime == 1100)
        #expect(keepAlive.timeReached(1000, preciseNow: 0) == .wait)
        #expect(keepAlive.timeReached(1099, preciseNow: 0) == .wait)
        #expect(keepAlive.timeReached(1100, preciseNow: 0) == .ping(1))
        keepAlive.receivedPong(payload: 1, now: 1110, preciseNow: 10)
        #expect(keepAlive.nextTime == 1200)
        #expect(keepAlive.timeReached(1205, preciseNow: 0) == .ping(2))
        keepAlive.receivedPong(payload: 2, now: 1210, preciseNow: 10)
        #expect(keepAlive.nextTime == 1305)
    }

    @Test("the latency is the time from the ping to its pong")
    mutating func latency() {
        #expect(keepAlive.latency == nil)
        #expect(keepAlive.timeReached(1100, preciseNow: 5_000_000) == .ping(1))
        #expect(keepAlive.latency == nil)
        keepAlive.receivedPong(payload: 1, now: 1107, preciseNow: 12_345_678)
        #expect(keepAlive.latency == .nanoseconds(7_345_678))
        // A second pong to the same ping is none.
        keepAlive.receivedPong(payload: 1, now: 1120, preciseNow: 99_000_000)
        #expect(keepAlive.latency == .nanoseconds(7_345_678))
    }

    @Test("a clock that stands still, or runs back, does no harm")
    mutating func oddClock() {
        #expect(keepAlive.timeReached(1100, preciseNow: 5000) == .ping(1))
        keepAlive.receivedPong(payload: 1, now: 1100, preciseNow: 4000)
        #expect(keepAlive.latency == .zero)
        #expect(keepAlive.nextTime == 1200)
    }

    @Test("another payload is no answer", arguments: [0, 2, .max] as [UInt64])
    mutating func wrongPayload(payload: UInt64) {
        keepAlive.receivedPong(payload: 1, now: 1050, preciseNow: 10)
        #expect(keepAlive.timeReached(1100, preciseNow: 0) == .ping(1))
        keepAlive.receivedPong(payload: payload, now: 1110, preciseNow: 10)
        #expect(keepAlive.latency == nil)
        #expect(keepAlive.timeReached(1150, preciseNow: 0) == .giveUp)
    }

    @Test("without an answer the peer is given up when the time for it is over, not before")
    mutating func giveUp() {
        #expect(keepAlive.timeReached(1100, preciseNow: 0) == .ping(1))
        #expect(keepAlive.nextTime == 1150)
        #expect(keepAlive.timeReached(1149, preciseNow: 0) == .wait)
        #expect(keepAlive.timeReached(1150, preciseNow: 0) == .giveUp)
    }

    @Test("a sign of life puts the end off, and keeps the ping")
    mutating func postponed() {
        #expect(keepAlive.timeReached(1100, preciseNow: 0) == .ping(1))
        keepAlive.postpone(1140)
        #expect(keepAlive.timeReached(1150, preciseNow: 0) == .wait)
        #expect(keepAlive.nextTime == 1190)
        keepAlive.receivedPong(payload: 1, now: 1180, preciseNow: 80)
        #expect(keepAlive.latency == .nanoseconds(80))
        #expect(keepAlive.nextTime == 1200)
    }

    @Test("a sign of life without a ping changes nothing")
    mutating func postponedIdle() {
        keepAlive.postpone(1090)
        #expect(keepAlive.nextTime == 1100)
    }

    @Test("an answer that takes longer than the interval does not hold the next ping back further")
    func lateAnswer() {
        var keepAlive = KeepAlive(interval: 10, timeout: 1000, now: 0)
        #expect(keepAlive.timeReached(10, preciseNow: 0) == .ping(1))
        #expect(keepAlive.timeReached(20, preciseNow: 0) == .wait)
        keepAlive.receivedPong(payload: 1, now: 25, preciseNow: 15)
        #expect(keepAlive.nextTime == 26)
        #expect(keepAlive.timeReached(26, preciseNow: 0) == .ping(2))
    }

    @Test("while nothing is read the peer is pinged again instead of being given up, and given up afterwards")
    mutating func deaf() {
        #expect(keepAlive.timeReached(1100, preciseNow: 0, isDeaf: true) == .ping(1))
        #expect(keepAlive.timeReached(1149, preciseNow: 0, isDeaf: true) == .wait)
        #expect(keepAlive.timeReached(1150, preciseNow: 0, isDeaf: true) == .ping(2))
        #expect(keepAlive.nextTime == 1200)
        #expect(keepAlive.timeReached(1200, preciseNow: 0) == .giveUp)
    }

    @Test("no ping follows one that is not answered")
    func onePingAtATime() {
        var keepAlive = KeepAlive(interval: 10, timeout: 1000, now: 0)
        #expect(keepAlive.timeReached(10, preciseNow: 0) == .ping(1))
        for now in stride(from: UInt64(11), to: 1010, by: 13) {
            #expect(keepAlive.timeReached(now, preciseNow: 0) == .wait)
            #expect(keepAlive.nextTime > now)
        }
    }
}
