//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Arguments of ws are read by bytes", .timeLimit(.minutes(1)))
struct ArgumentTests {
    /// A server that tells the value of a field, as its scalars.
    private static var server: HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { request in
            let value = request.headers["X"] ?? "none"
            return try Upgrader().upgrade(request) { try await $0.send(value) }
        }
        return server
    }

    @Test(
        "a combining character hides no separator of a header field",
        arguments: [
            ["-H", "X:\u{301}v"], ["-H", "X: \u{301}v"], ["--header", "X:\t \u{301}v "], ["--header=X:\u{301}v"],
        ]
    )
    func header(options: [String]) async throws {
        try await withServer(Self.server) { address in
            let result = try await CommandProcess.run(["connect", "ws://\(address)/"] + options)
            #expect(Array(result.output.utf8) == Array("\u{301}v\n".utf8), "\(result.errors)")
        }
    }

    @Test(
        "a combining or a prepended character is a part of the value that it is in",
        arguments: [
            ["connect", "--header=\u{301}X: v", "ws://a/"], ["connect", "-H", "X\u{600}: v", "ws://a/"],
            ["connect", "--proxy=none\u{301}", "ws://a/"], ["connect", "--proxy", "ftp\u{600}://a", "ws://a/"],
            ["bench", "echo\u{301}", "ws://a/"], ["bench", "echo", "ws://127.0.0.1:\u{301}80/", "--spread", "2"],
            ["serve", "--port", "0\u{301}"], ["serve", "--port=\u{301}0"], ["serve", "--host", "a\u{301}@b"],
            ["serve", "--redis=\u{301}redis://a"], ["serve", "--redis", "redis://a:\u{301}1"],
        ]
    )
    func values(arguments: [String]) async throws {
        let result = try await CommandProcess.run(arguments)
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("ws: "))
        #expect(!result.errors.contains("is not an option"))
    }

    @Test(
        "what begins with a hyphen is an option, whatever follows",
        arguments: [
            "-\u{301}", "-\u{301}help", "--\u{301}", "--\u{301}help", "--help\u{301}", "--insecure\u{301}=1",
            "-\u{200D}h", "--Help", "-1", "--1", "--a b",
        ]
    )
    func options(option: String) async throws {
        for command in [["connect", option, "ws://a/"], ["serve", option], ["bench", "echo", "ws://a/", option]] {
            let result = try await CommandProcess.run(command)
            #expect(result.status == 2)
            #expect(result.errors.contains("Argument \(command.firstIndex(of: option) ?? 0) is not an option"))
        }
    }

    @Test("what follows -- is no option")
    func operands() async throws {
        let result = try await CommandProcess.run(["connect", "--", "-\u{301}"])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("ws: Cannot dial: "))
    }
}
