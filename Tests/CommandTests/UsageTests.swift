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
            ["serve", "--unix", ""], ["serve", "--unix="], ["serve", "--host", ""],
            ["serve", "--cert", "a"], ["serve", "--key", "a"], ["serve", "--client-ca", "a"],
            ["serve", "--allow-host"], ["serve", "--allow-host", "a:80"], ["serve", "--allow-host", "*.com"],
            ["connect", "--cert", "a", "wss://a/"], ["connect", "--key", "a", "wss://a/"],
            ["serve", "--cert", "", "--key", ""], ["connect", "--ca", "", "wss://a/"],
            ["bench", "echo", "ws://a/", "--report", ""],
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

    @Test(
        "an option that would have no effect is refused by its name",
        arguments: [
            (["serve", "--unix", "/tmp/a", "--host", "0.0.0.0"], "--host has no effect with --unix alone"),
            (["serve", "--unix", "/tmp/a", "--share-port"], "--share-port has no effect with --unix alone"),
            (["serve", "--systemd", "--port", "80"], "--systemd listens at the sockets that it is passed"),
            (["serve", "--systemd", "--host", "a"], "--systemd listens at the sockets that it is passed"),
            (["serve", "--systemd", "--unix", "/tmp/a"], "--systemd listens at the sockets that it is passed"),
            (["serve", "--systemd", "--share-port"], "--share-port has no effect"),
            (["serve", "--no-context-takeover"], "--no-context-takeover goes with --compression"),
            (["serve", "--presence-lease", "3"], "--presence-lease goes with --redis"),
            (["serve", "--allow-host", "*", "--allow-host", "a"], "--allow-host '*' allows any host"),
            (["connect", "ws://a/", "--insecure"], "--insecure has no effect on a ws URL"),
            (["connect", "ws://a/", "--ca", "a"], "--ca has no effect"),
            (["connect", "ws://a/", "--ca", "a", "--proxy", "http://a"], "--ca has no effect"),
            (["connect", "wss://a/", "--ca", "a", "--insecure"], "--ca has no effect"),
            (["connect", "ws://a/", "--cert", "a", "--key", "a"], "--cert and --key have no effect on a ws URL"),
            (["connect", "ws+unix:/tmp/a:/", "--proxy", "a"], "--proxy has no effect"),
            (["bench", "rate", "ws://a/", "--depth", "1"], "--depth is for echo and fanout"),
            (["bench", "idle", "ws://a/", "--depth", "2"], "--depth is for echo and fanout"),
            (["bench", "echo", "ws://a/", "--rate", "1"], "--rate is for rate"),
            (["bench", "echo", "ws://a/", "--insecure"], "--insecure has no effect on a ws URL"),
            (["bench", "echo", "ws://a/", "--no-context-takeover"], "--no-context-takeover goes with --compression"),
        ]
    )
    func withoutEffect(arguments: [String], message: String) async throws {
        let result = try await CommandProcess.run(arguments)
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("ws: \(message)"), "\(result.errors.prefix(200))")
    }

    @Test("an option that has an effect beside others is taken")
    func withEffect() async throws {
        for (options, status): ([String], Int32) in [
            (["wss://127.0.0.1:1/", "--insecure"], 1), (["ws://127.0.0.1:1/", "--proxy", "none"], 1),
            (["ws://127.0.0.1:1/", "--ca", "/none", "--proxy", "https://127.0.0.1:1"], 1),
        ] {
            #expect(try await CommandProcess.run(["connect"] + options).status == status)
        }
    }

    @Test("what is wrong with NO_PROXY is reported, and does not keep the command from starting")
    func environment() async throws {
        let variables = [
            "NO_PROXY": "10.*,127.0.0.1", "no_proxy": "10.*,127.0.0.1", "http_proxy": "http://127.0.0.1:1",
        ]
        for arguments in [
            ["connect", "ws://127.0.0.1:1/"], ["bench", "connect", "ws://127.0.0.1:1/", "--duration", "0.1"],
        ] {
            let result = try await CommandProcess.run(arguments, environment: variables)
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("ws: Entry 1 of NO_PROXY, \"10.*\", is ignored: "))
        }
    }

    @Test("a call without a command shows what there is")
    func noCommand() async throws {
        let result = try await CommandProcess.run([])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("Usage: ws COMMAND"))
    }
}
