//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("ws serve", .timeLimit(.minutes(1)))
struct ServeTests {
    private func get(_ path: String, from address: String) async throws -> String {
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        let connection = try await RawConnection(to: .tcp(host: "127.0.0.1", port: port))
        await connection.send("GET \(path) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n")
        return String(decoding: try await connection.receiveToEnd(), as: UTF8.self)
    }

    @Test("/hello says hello")
    func hello() async throws {
        try await withDemoServer { _, address in
            let response = try await self.get("/hello", from: address)
            #expect(response.hasPrefix("HTTP/1.1 200 "))
            #expect(response.hasSuffix("\r\n\r\nHello World"))
        }
    }

    @Test("--share-port lets another listen at the same port")
    func sharedPort() async throws {
        try await withDemoServer(["--share-port"]) { _, address in
            let port = try #require(address.split(separator: ":").last)
            // The last port that is given counts.
            try await withDemoServer(["--share-port", "--port", String(port)]) { _, second in
                #expect(second == address)
                let response = try await self.get("/hello", from: address)
                #expect(response.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test("/ is a page that needs nothing else")
    func page() async throws {
        try await withDemoServer { _, address in
            let response = try await self.get("/", from: address)
            #expect(response.hasPrefix("HTTP/1.1 200 "))
            #expect(response.contains("Content-Type: text/html; charset=utf-8\r\n"))
            #expect(response.contains("\r\n\r\n<!DOCTYPE html>"))
            #expect(response.hasSuffix("</html>\n"))
            for reference in ["src=", "@import", "url(", "https://"] {
                #expect(!response.contains(reference))
            }
            for path in ["/echo", "/echo-fast", "/json", "/chat"] {
                #expect(response.contains("<option value=\"\(path)\">"))
            }
        }
    }

    @Test("both echoes take messages beyond the default limit", arguments: ["/echo", "/echo-fast"])
    func largeMessages(path: String) async throws {
        try await withDemoServer { _, address in
            let dialer = Dialer(configuration: .roomy)
            try await dialer.connect(to: "ws://\(address)\(path)") { socket in
                let text = String(repeating: "x", count: (1 << 20) + 1)
                try await socket.send(text)
                let answer = try await socket.receive()
                #expect(answer == .text(text))
            }
        }
    }

    @Test("/json answers a name with a person, and closes with 1003 on bytes")
    func json() async throws {
        try await withDemoServer { _, address in
            try await Dialer().connect(to: "ws://\(address)/json") { socket in
                for (name, escaped) in [("Ann", "Ann"), (#"a"\/b"#, #"a\"\\/b"#), ("", ""), ("Zoë 🙂", "Zoë 🙂")] {
                    try await socket.send(name)
                    let expected =
                        #"{"age":18,"description":"\#(escaped) lives in the demo of swift-websockets.","name":"\#(escaped)"}"#
                    let answer = try await socket.receive()
                    #expect(answer == .text(expected))
                }
                try await socket.send([1, 2, 3])
                let error = await #expect(throws: WebSocketError.self) { try await socket.receive() }
                #expect(error?.closeCode == .unsupportedData)
            }
        }
    }

    @Test("/chat relays what one says to all")
    func chat() async throws {
        try await withDemoServer { _, address in
            try await Dialer().connect(to: "ws://\(address)/chat") { ann in
                // What comes back shows that one is in the room.
                try await ann.send("Ann is here")
                #expect(try await ann.receive() == .text("Ann is here"))
                try await Dialer().connect(to: "ws://\(address)/chat") { bob in
                    try await bob.send("Hello Ann!")
                    let heard = try await bob.receive()
                    #expect(heard == .text("Hello Ann!"))
                }
                #expect(try await ann.receive() == .text("Hello Ann!"))
                try await ann.send([1, 2, 3])
                #expect(try await ann.receive() == .binary([1, 2, 3]))
            }
        }
    }

    @Test("a taken port is one sentence and status 1")
    func takenPort() async throws {
        try await withDemoServer { _, address in
            let port = try #require(address.split(separator: ":").last)
            let result = try await CommandProcess.run(["serve", "--port", String(port)])
            #expect(result.status == 1)
            #expect(result.output == "")
            #expect(result.errors.hasPrefix("ws: Cannot listen at \(address): "))
            #expect(result.errors.hasSuffix("address already in use.\n"))
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }

    @Test("a signal ends it, and its clients are told that it goes away", arguments: [true, false])
    func signal(isInterrupt: Bool) async throws {
        try await withDemoServer { command, address in
            let socket = try await Dialer().dial("ws://\(address)/echo")
            try await socket.send("here")
            #expect(try await socket.receive() == .text("here"))
            if isInterrupt {
                command.interrupt()
            } else {
                command.terminate()
            }
            for try await _ in socket {}
            #expect(await socket.closeCode == .goingAway)
            #expect(await command.status() == 0)
        }
    }
}

extension WebSocketConfiguration {
    /// With room for the messages of the tests.
    fileprivate static var roomy: WebSocketConfiguration {
        var configuration = WebSocketConfiguration()
        configuration.maxMessageSize = 32 << 20
        return configuration
    }
}
