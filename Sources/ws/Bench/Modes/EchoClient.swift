//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A connection that sends the next message when an answer comes.
final class EchoClient: BenchClient {
    private let lane: Lane
    private(set) var sent: UInt64 = 0
    private var answered: UInt64 = 0
    /// When the messages under way were sent: a ring, as they are answered in order.
    private var times: [UInt64]
    private var oldest = 0

    init(_ lane: Lane, depth: Int) {
        self.lane = lane
        self.times = [UInt64](repeating: 0, count: depth)
    }

    var outstanding: Int { Int(self.sent - self.answered) }

    func begin(on socket: isolated WebSocket) throws {
        for index in self.times.indices {
            self.times[index] = MonotonicClock.now
            try self.send(on: socket)
        }
    }

    func received(_ message: borrowing WebSocket.MessageView, on socket: isolated WebSocket) throws {
        let now = MonotonicClock.now
        guard self.answered < self.sent else { throw WrongAnswer.unasked }
        try self.lane.payload.check(message, is: self.answered)
        self.answered &+= 1
        self.lane.record(now, since: self.times[self.oldest])
        guard now < self.lane.schedule.end else { return self.advance() }
        // The next message takes the place of the one that was answered.
        self.times[self.oldest] = now
        self.advance()
        try self.send(on: socket)
    }

    private func advance() {
        self.oldest += 1
        if self.oldest == self.times.count {
            self.oldest = 0
        }
    }

    private func send(on socket: isolated WebSocket) throws {
        try self.lane.payload.send(self.sent, on: socket)
        self.sent &+= 1
    }
}
