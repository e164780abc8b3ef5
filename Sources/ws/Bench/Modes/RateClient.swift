//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A connection that sends a message whenever one is due, whether or not answers have come.
final class RateClient: BenchClient {
    /// What may wait to be sent: the rest of what is due waits with us, and its time runs.
    private static let maxPendingOutput = 256 * 1024

    private let lane: Lane
    private let pace: Pace
    private let index: Int
    private var due: UInt64 = 0
    private(set) var sent: UInt64 = 0
    private var answered: UInt64 = 0

    init(_ lane: Lane, _ pace: Pace, index: Int) {
        self.lane = lane
        self.pace = pace
        self.index = index
    }

    var outstanding: Int { Int(self.sent - self.answered) }

    func begin(on socket: isolated WebSocket) throws {}

    /// When the next message is due that has not been offered.
    var nextTime: UInt64 { self.pace.time(of: self.due, on: self.index) }

    /// Takes note that the next message is due, and sends it if the server takes it.
    func offer(on socket: isolated WebSocket) throws {
        self.due &+= 1
        try self.send(on: socket)
    }

    func received(_ message: borrowing WebSocket.MessageView, on socket: isolated WebSocket) throws {
        let now = MonotonicClock.now
        guard self.answered < self.sent else { throw WrongAnswer.unasked }
        try self.lane.payload.check(message, is: self.answered)
        self.lane.record(now, since: self.pace.time(of: self.answered, on: self.index))
        self.answered &+= 1
        if self.sent < self.due, now < self.lane.schedule.end {
            try self.send(on: socket)
        }
    }

    private func send(on socket: isolated WebSocket) throws {
        while self.sent < self.due, socket.pendingOutput < Self.maxPendingOutput, socket.isOpen {
            try self.lane.payload.send(self.sent, on: socket)
            self.sent &+= 1
        }
    }
}

/// The offering of messages to the connections of one loop.
struct Offer: Sendable {
    let members: [Crew<RateClient>.Member]
    let times: DueTimes

    /// Offers messages when they are due, until the end.
    func run(_ schedule: Schedule) async {
        await self.members[0].socket.offerMessages(self.members, Metronome(schedule, self.times))
    }
}

extension WebSocket {
    /// The most messages that are offered at once; then answers get their turn.
    private static let burst = 256

    /// Offers the messages of all connections of this one's loop.
    fileprivate func offerMessages(_ members: [Crew<RateClient>.Member], _ metronome: Metronome) async {
        var turn = 0
        while await metronome.tick() {
            self.offerDue(members, from: &turn, at: MonotonicClock.now)
        }
    }

    /// Offers what is due, as far as it fits into a burst.
    ///
    /// - Parameters:
    ///   - members: The connections, all on this loop.
    ///   - turn: Whose turn it is.
    ///   - now: The time.
    private func offerDue(_ members: [Crew<RateClient>.Member], from turn: inout Int, at now: UInt64) {
        for _ in 0..<Self.burst {
            let member = members[turn]
            guard member.client.value(on: self).nextTime <= now else { return }
            // If the connection is broken, whoever receives from it says why.
            try? member.socket.assumeIsolated { try member.client.value(on: $0).offer(on: $0) }
            turn = turn + 1 == members.count ? 0 : turn + 1
        }
    }
}
