//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHubRedis

@Suite("who has which slots of a cluster")
struct ClusterSlotsTests {
    private func range(_ first: Int64, _ last: Int64, _ host: String, _ port: Int64) -> RedisReply {
        let server = [RedisReply.string(Array(host.utf8)), .integer(port), .string([]), .array([])]
        return .array([.integer(first), .integer(last), .array(server), .array(server)])
    }

    private let asked = RedisEndpoint.tcp(host: "redis", port: 6379)

    @Test("is as a server tells, which may not know its own name")
    func known() throws {
        let reply = RedisReply.array([self.range(0, 99, "10.0.0.1", 7000), self.range(200, 16_383, "", 7001)])
        let owners = try #require(ClusterSlots(reply, from: self.asked)).owners
        #expect(owners.count == HashSlot.count)
        #expect(owners[0...99].allSatisfy { $0 == .tcp(host: "10.0.0.1", port: 7000) })
        #expect(owners[100...199].allSatisfy { $0 == nil })
        #expect(owners[200...].allSatisfy { $0 == .tcp(host: "redis", port: 7001) })
    }

    @Test("has none at a server whose address is unknown")
    func unknownAddress() throws {
        let reply = RedisReply.array([self.range(0, 99, "?", 7000)])
        #expect(try #require(ClusterSlots(reply, from: self.asked)).owners.allSatisfy { $0 == nil })
    }

    @Test("is not known of what is no such answer")
    func wrong() {
        let wrong: [RedisReply] = [
            .null, .array([.null]), .array([self.range(5, 4, "a", 1)]), .array([self.range(-1, 4, "a", 1)]),
            .array([self.range(0, 16_384, "a", 1)]), .array([.array([.integer(0), .integer(1), .array([])])]),
        ]
        for reply in wrong {
            #expect(ClusterSlots(reply, from: self.asked) == nil)
        }
    }
}
