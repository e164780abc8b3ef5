//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@Suite("Calling ws", .timeLimit(.minutes(1)))
struct UsageTests {
    @Test("help goes to standard output", arguments: [["--help"], ["-h"], ["help"], ["help", "help"]])
    func help(arguments: [String]) async throws {
        let result = try await CommandProcess.run(arguments)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Usage: ws COMMAND"))
        #expect(["serve", "connect", "bench"].allSatisfy { result.output.contains("  \($0) ") })
        #expect(result.errors == "")
    }

    @Test("each command has its own help", arguments: ["serve", "connect", "bench"])
    func helpOnCommand(name: String) async throws {
        for arguments in [["help", name], [name, "--help"], [name, "-h"]] {
            let result = try await CommandProcess.run(arguments)
            #expect(result.status == 0)
            #expect(result.output.hasPrefix("Usage: ws \(name) "))
            #expect(result.errors == "")
        }
    }

    @Test(
        "a wrong call is refused with a sentence and the usage",
        arguments: [
            ["fly"], ["help", "fly"],
            ["serve", "--fast"], ["serve", "there"], ["serve", "--port"], ["serve", "--port", "65536"],
            ["serve", "--port=x"], ["serve", "--loops", "0"],
            ["serve", "--cert", "a"], ["serve", "--key", "a"], ["serve", "--client-ca", "a"],
            ["connect", "--cert", "a", "wss://a/"], ["connect", "--key", "a", "wss://a/"],
            ["connect"], ["connect", "ws://a/", "ws://b/"], ["connect", "--fast", "ws://a/"],
            ["connect", "-H", "no colon", "ws://a/"], ["connect", "-H", "a b: c", "ws://a/"],
            ["connect", "--wait", "-1", "ws://a/"], ["connect", "--", "--help", "ws://a/"],
            ["bench"], ["bench", "echo"], ["bench", "fly", "ws://a/"], ["bench", "echo", "ws://a/", "ws://b/"],
            ["bench", "echo", "http://a/"], ["bench", "echo", "ws://a/", "--fast"],
            ["bench", "echo", "ws://a/", "--connections", "0"], ["bench", "echo", "ws://a/", "--size", "16777217"],
            ["bench", "echo", "ws://a/", "--depth", "0"], ["bench", "rate", "ws://a/", "--rate", "0"],
            ["bench", "echo", "ws://a/", "--duration", "0"], ["bench", "echo", "ws://a/", "--duration", "nan"],
            ["bench", "echo", "ws://a/", "--warmup", "-1"], ["bench", "echo", "ws://a/", "--loops", "0"],
            ["bench", "echo", "ws://a/", "--pid", "0"], ["bench", "echo", "ws://a/", "--spread", "2"],
            ["bench", "echo", "ws://a/", "--groups", "2"], ["bench", "fanout", "ws://a/", "--groups", "1000"],
            ["bench", "echo", "ws://a/", "--compression=9"], ["bench", "echo", "ws://a/", "--json=1"],
        ]
    )
    func wrongCall(arguments: [String]) async throws {
        let result = try await CommandProcess.run(arguments)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("ws: "))
        #expect(result.errors.contains("\nUsage: ws "))
    }

    @Test("a call without a command shows what there is")
    func noCommand() async throws {
        let result = try await CommandProcess.run([])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("Usage: ws COMMAND"))
    }
}
