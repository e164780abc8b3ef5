//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("where a Redis server is")
struct RedisConfigurationTests {
    @Test("is said by a URL")
    func urls() throws {
        var redis = try RedisBackplane.Configuration("redis://localhost")
        #expect(redis.endpoints == [.tcp(host: "localhost", port: 6379)])
        #expect(redis.tls == nil && redis.user == nil && redis.password == nil && redis.database == 0)

        redis = try RedisBackplane.Configuration("rediss://chat:p%40ss@[::1]:7000/3")
        #expect(redis.endpoints == [.tcp(host: "::1", port: 7000)])
        #expect(redis.tls != nil && redis.user == "chat" && redis.password == "p@ss" && redis.database == 3)

        redis = try RedisBackplane.Configuration("redis://:secret@a:7000,redis://b:7001")
        #expect(redis.endpoints == [.tcp(host: "a", port: 7000), .tcp(host: "b", port: 7001)])
        #expect(redis.user == nil && redis.password == "secret")

        redis = try RedisBackplane.Configuration("redis://ann:secret@a:7000,redis://ann:secret@b,redis://c")
        #expect(redis.user == "ann" && redis.password == "secret" && redis.endpoints.count == 3)

        // A user who needs no password.
        redis = try RedisBackplane.Configuration("redis://ann:@a")
        #expect(redis.user == "ann" && redis.password == "")

        redis = try RedisBackplane.Configuration("redis+unix:///run/redis.sock")
        #expect(redis.endpoints == [.unix(path: "/run/redis.sock")])
    }

    @Test(
        "is nowhere if that is none",
        arguments: [
            "", "localhost", "http://localhost", "redis://", "redis://a:0", "redis://a:70000", "redis://a/x",
            "redis://a/-1",
            "redis+unix://", "redis://a,", "redis://a b", "redis://ann:p w@a", "redis://ann:1#2@a", "redis://ann:1?2@a",
            "redis://a?password=b", "redis://a/3?db=5", "redis://a/+3", "redis://a/3/", "redis://a//3", "redis://a/٣",
            "redis://ann@a", "redis://a/3,redis://b", "redis://a,redis://b/3", "redis://a/3,redis://b/3",
            "redis://a,rediss://b", "rediss://a,redis://b", "rediss://a,redis+unix:///b",
            "redis://ann:1@a,redis://bob:1@b", "redis://ann:1@a,redis://ann:2@b", "redis://ann:1@a,redis://:1@b",
            "redis://a,\u{301}redis://b", "redis+unix:///a?b",
        ]
    )
    func wrong(url: String) {
        #expect(throws: RedisBackplane.Error.self) { try RedisBackplane.Configuration(url) }
    }

    @Test(
        "is not guessed from one that contradicts itself: the error says what to write instead",
        arguments: [
            ("redis://a?db=5", "redis://host/5"), ("redis://ann@a", "user:password@host"),
            ("redis://a/3,redis://b", "only database 0"),
            ("redis://a,rediss://b", "for all servers of a list or for none"),
            ("redis://ann:1@a,redis://bob:2@b", "give them once"),
        ]
    )
    func contradictions(url: String, says: String) {
        let error = #expect(throws: RedisBackplane.Error.self) { try RedisBackplane.Configuration(url) }
        #expect(error?.message.contains(says) == true)
    }

    @Test("which is shown without user name and password, and not repeated by errors")
    func secrets() throws {
        let secrets = [PlantedSecret("user"), PlantedSecret("password")]
        let info = secrets.map(\.percentEncoded).joined(separator: ":")
        let redis = try RedisBackplane.Configuration("redis://\(info)@localhost")
        #expect(redis.user == secrets[0].text && redis.password == secrets[1].text)
        #expect(PlantedSecret.found(in: PlantedSecret.shown(redis), of: secrets) == [])
        #expect(PlantedSecret.found(in: PlantedSecret.shown(RedisBackplane(redis)), of: secrets) == [])
        for url in ["redis://\(info)@a b", "\(info)@a", "redis://\(info)@a:0", "redis://\(info)@a/b"] {
            let error = #expect(throws: RedisBackplane.Error.self) { try RedisBackplane.Configuration(url) }
            #expect(PlantedSecret.found(in: PlantedSecret.shown(error as Any), of: secrets) == [])
        }
    }

    @Test("and how it is used must make sense")
    func preconditions() async {
        await #expect(processExitsWith: .failure) {
            var redis = try RedisBackplane.Configuration("redis://localhost")
            redis.presenceLease = .milliseconds(1)
        }
    }
}
