//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// What all connections of a fan-out share.
final class Publishing: Sendable {
    /// The connection that publishes.
    let publisher: WebSocket
    let schedule: Schedule
    private let places: [Publication]
    private let publishedCount = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - publisher: The connection that publishes.
    ///   - schedule: When it ends.
    ///   - depth: How many publications are under way.
    ///   - lanes: On how many loops the connections live.
    init(by publisher: WebSocket, _ schedule: Schedule, depth: Int, lanes: Int) {
        self.publisher = publisher
        self.schedule = schedule
        self.places = (0..<depth).map { _ in Publication(lanes: lanes) }
    }

    var depth: Int { self.places.count }

    /// How many have been published.
    var count: UInt64 { self.publishedCount.load(ordering: .acquiring) }

    /// The place of a publication.
    func place(of number: UInt64) -> Publication {
        self.places[Int(number % UInt64(self.places.count))]
    }

    /// Publishes the next; called on the publisher's loop.
    func publish(from lane: Lane, on socket: isolated WebSocket) throws {
        let now = MonotonicClock.now
        guard now < self.schedule.end else { return }
        let number = self.count
        // All of it before it is sent, as others may receive it before this returns.
        self.place(of: number).begin(at: now)
        self.publishedCount.store(number &+ 1, ordering: .releasing)
        try lane.payload.send(number, on: socket)
    }
}
