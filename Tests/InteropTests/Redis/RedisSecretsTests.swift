//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketHub
import WebSocketHubRedis

@Suite("the user and the password of a Redis server", .timeLimit(.minutes(1)))
struct RedisSecretsTests {
    /// A server that does not let the user in, and says so in its own way.
    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// What is added to the server's command line.
        let arguments: [String]
        let user: String?
        let password: String
        /// A part of the reason.
        let says: String

        init(_ description: String, _ arguments: [String], user: String? = nil, password: String, says: String) {
            self.testDescription = description
            self.arguments = arguments
            self.user = user
            self.password = password
            self.says = says
        }
    }

    private static let (user, password) = (PlantedSecret("user"), PlantedSecret("password"))
    private static let long = PlantedSecret(String(repeating: "long", count: 100))
    private static let secrets = [user, password, long]

    private static let refusals: [Refusal] = {
        let renamed = ["--rename-command", "AUTH", ""]
        let (user, password, long) = (Self.user.text, Self.password.text, Self.long.text)
        let known = ["--user", user, "on", ">\(password)"]
        return [
            Refusal("a wrong password", ["--requirepass", "other"], password: password, says: "WRONGPASS"),
            Refusal("an unknown user", [], user: user, password: password, says: "WRONGPASS"),
            Refusal(
                "a user who is off",
                ["--user", user, "off", ">\(password)"],
                user: user,
                password: password,
                says: "WRONGPASS"
            ),
            Refusal("no password to give", [], password: password, says: "ERR"),
            Refusal("no AUTH", renamed, user: user, password: password, says: "ERR unknown command"),
            Refusal("no AUTH, a long password", renamed, password: long, says: "ERR unknown command"),
            Refusal("no AUTH, a long user", renamed, user: long, password: password, says: "ERR unknown command"),
            Refusal("no right to anything", known + ["+auth"], user: user, password: password, says: "NOPERM"),
            Refusal(
                "no SCRIPT",
                ["--rename-command", "SCRIPT", ""] + known + ["~*", "&*", "+@all"],
                user: user,
                password: password,
                says: "ERR unknown command"
            ),
        ]
    }()

    @Test("are in no event, however the server refuses them", arguments: refusals)
    func refused(refusal: Refusal) async throws {
        try await RedisServer.with(refusal.arguments) { redis in
            var configuration = try RedisBackplane.Configuration(redis.url)
            configuration.user = refusal.user
            configuration.password = refusal.password
            let events = AsyncStream<Hub.BackplaneEvent>.makeStream()
            var hubConfiguration = Hub.Configuration()
            hubConfiguration.onBackplaneEvent = { events.continuation.yield($0) }
            hubConfiguration.backplane = .redis(configuration)
            let hub = Hub(configuration: hubConfiguration)
            var lost: Hub.BackplaneEvent?
            for await event in events.stream {
                lost = event
                break
            }
            await hub.shutdown()
            let shown =
                PlantedSecret.shown(try #require(lost)) + PlantedSecret.shown(hub.metrics) + hub.metrics.prometheusText
            #expect(PlantedSecret.found(in: shown, of: Self.secrets) == [])
            #expect(shown.contains(refusal.says), "\(shown)")
        }
    }
}
