//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//
import WSTransport

/// Counts how often a loop asks for I/O, as what is posted to it runs once between two times.
final class LoopTurns: Sendable {
    private let loop: EventLoop
    private let turns = Counter()
    private let isEnded = Flag()

    /// Begins to count.
    init(of loop: EventLoop) {
        self.loop = loop
        self.goOn()
    }

    private func goOn() {
        self.loop.execute {
            self.turns.add()
            if !self.isEnded.isSet { self.goOn() }
        }
    }

    /// How many turns there have been.
    var count: Int { self.turns.value }

    /// Ends to count.
    func end() { self.isEnded.set() }
}
