//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A connection that receives what one of them publishes.
final class FanoutClient: BenchClient {
    private let lane: Lane
    /// What the connections of this loop have yet to receive, for each place of a publication.
    private let audience: Audience
    private let publishing: Publishing
    /// The lane of the publisher, which is this one's or lives on another loop.
    private let publisherLane: LoopConfined<Lane>
    private let isOnPublishersLoop: Bool
    private var receivedCount: UInt64 = 0

    init(
        _ lane: Lane,
        _ audience: Audience,
        _ publishing: Publishing,
        publisherLane: LoopConfined<Lane>,
        isOnPublishersLoop: Bool
    ) {
        self.lane = lane
        self.audience = audience
        self.publishing = publishing
        self.publisherLane = publisherLane
        self.isOnPublishersLoop = isOnPublishersLoop
    }

    var outstanding: Int {
        let published = self.publishing.count
        return published > self.receivedCount ? Int(published - self.receivedCount) : 0
    }

    func begin(on socket: isolated WebSocket) throws {
        guard socket === self.publishing.publisher else { return }
        for _ in 0..<self.publishing.depth {
            try self.publishing.publish(from: self.lane, on: socket)
        }
    }

    func received(_ message: borrowing WebSocket.MessageView, on socket: isolated WebSocket) throws {
        let now = MonotonicClock.now
        // The probes before the first publication are larger.
        if self.receivedCount == 0, message.bytes.count == self.lane.payload.size + 1 { return }
        let number = self.receivedCount
        guard number < self.publishing.count else { throw WrongAnswer.unasked }
        try self.lane.payload.check(message, is: number)
        self.receivedCount &+= 1
        let place = self.publishing.place(of: number)
        self.lane.record(now, since: place.sentAt)
        guard self.audience.received(number), place.completed() else { return }
        try self.publishNext()
    }

    func ended() {
        // A publication that one cannot receive is never complete.
        self.publishing.schedule.stop()
    }

    private func publishNext() throws {
        let publishing = self.publishing
        let lane = self.publisherLane
        if self.isOnPublishersLoop {
            // If the connection is broken, whoever receives from it says why.
            try? publishing.publisher.assumeIsolated { socket in
                try publishing.publish(from: lane.value(on: socket), on: socket)
            }
        } else {
            Task {
                try await publishing.publisher.publish(publishing, from: lane)
            }
        }
    }
}

extension WebSocket {
    fileprivate func publish(_ publishing: Publishing, from lane: LoopConfined<Lane>) throws {
        try publishing.publish(from: lane.value(on: self), on: self)
    }
}
