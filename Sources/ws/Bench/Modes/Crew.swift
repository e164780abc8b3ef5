//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The connections of one event loop, with what they share.
struct Crew<Client: BenchClient> {
    let lane: LoopConfined<Lane>
    /// Never empty.
    let members: [Member]

    /// - Parameters:
    ///   - lane: What the connections share.
    ///   - sockets: All connections of the run.
    ///   - indices: Which of them live on this loop; at least one.
    ///   - makeClient: Makes the state of each, given its index.
    init(lane: LoopConfined<Lane>, _ sockets: [WebSocket], _ indices: [Int], _ makeClient: (Int) -> Client) {
        self.lane = lane
        self.members = indices.map { Member(socket: sockets[$0], client: LoopConfined(makeClient($0))) }
    }

    /// A connection and its state.
    struct Member {
        let socket: WebSocket
        let client: LoopConfined<Client>
    }

    /// Takes the latencies since the last time.
    func takeLatencies() async -> Histogram {
        let lane = self.lane
        return await self.members[0].socket.perform { lane.value(on: $0).takeLatencies() }
    }

    /// How many messages have been sent, and how many bytes they and what came before them were on the wire.
    func sent() async -> (messages: UInt64, bytes: UInt64) {
        let members = self.members
        return await members[0].socket.perform { loop in
            members.reduce((0, 0)) { sum, member in
                (sum.0 + member.client.value(on: loop).sent, sum.1 + member.socket.assumeIsolated { $0.writtenCount })
            }
        }
    }

    /// How many messages have not been answered, of connections that are open.
    func outstanding() async -> Int {
        let members = self.members
        return await members[0].socket.perform { loop in
            members.reduce(0) { $0 + $1.client.value(on: loop).outstanding }
        }
    }
}
