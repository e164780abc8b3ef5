//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// When each message of a fixed rate is due.
///
/// The connections take turns: message number 0 of each, in order, then number 1 of each, and so on.
package struct Pace: Sendable {
    /// When the first is due, in the monotonic clock's nanoseconds.
    package let start: UInt64
    /// From one to the next, in nanoseconds.
    package let interval: Double
    package let connections: Int

    /// Creates a pace.
    package init(start: UInt64, interval: Double, connections: Int) {
        self.start = start
        self.interval = interval
        self.connections = connections
    }

    /// When a connection's message is due.
    package func time(of number: UInt64, on connection: Int) -> UInt64 {
        let position = Double(number) * Double(self.connections) + Double(connection)
        return self.start + UInt64(position * self.interval)
    }
}

/// When the messages of some of the connections are due, in order.
package struct DueTimes: Sendable {
    private let pace: Pace
    /// The connections, in ascending order.
    private let connections: [Int]
    private var number: UInt64 = 0
    private var turn = 0

    /// Creates the times, from the first message on.
    package init(_ pace: Pace, of connections: [Int]) {
        self.pace = pace
        self.connections = connections
    }

    /// The first time after another.
    package mutating func next(after time: UInt64) -> UInt64 {
        while true {
            let next = self.pace.time(of: self.number, on: self.connections[self.turn])
            guard next <= time else { return next }
            self.turn += 1
            if self.turn == self.connections.count {
                self.turn = 0
                self.number += 1
            }
        }
    }
}
