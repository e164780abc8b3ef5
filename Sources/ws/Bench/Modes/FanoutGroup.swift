//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Connections of which the first publishes to all.
struct FanoutGroup {
    private let lanes: [Lane]
    private let publishing: Publishing
    private let publishersLane: Int
    /// By loop, of those on which some of them live.
    private let audiences: [Int: Audience]

    /// - Parameters:
    ///   - sockets: All connections of the run, which live on the loops in turns.
    ///   - members: Those of the group.
    ///   - lanes: What the connections of each loop share.
    ///   - schedule: When it ends.
    ///   - depth: How many publications are under way.
    init(_ sockets: [WebSocket], _ members: Range<Int>, _ lanes: [Lane], _ schedule: Schedule, depth: Int) {
        let sizes = members.reduce(into: [:]) { sizes, index in sizes[index % lanes.count, default: 0] += 1 }
        self.lanes = lanes
        self.publishersLane = members.lowerBound % lanes.count
        self.publishing = Publishing(by: sockets[members.lowerBound], schedule, depth: depth, lanes: sizes.count)
        self.audiences = sizes.mapValues { Audience(size: $0, depth: depth) }
    }

    /// Makes the state of one of its connections.
    func client(ofConnection index: Int) -> FanoutClient {
        let lane = index % self.lanes.count
        guard let audience = self.audiences[lane] else { preconditionFailure("the connection is not in the group") }
        return FanoutClient(
            self.lanes[lane],
            audience,
            self.publishing,
            publisherLane: LoopConfined(self.lanes[self.publishersLane]),
            isOnPublishersLoop: lane == self.publishersLane
        )
    }
}
