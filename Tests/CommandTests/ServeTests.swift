//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import Testing
import WebSockets

@Suite("ws serve", .timeLimit(.minutes(1)))
struct ServeTests {
    private func get(_ path: String, host: String? = nil, from address: String) async throws -> String {
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        let connection = try await RawConnection(to: .tcp(host: "127.0.0.1", port: port))
        await connection.send("GET \(path) HTTP/1.1\r\nHost: \(host ?? address)\r\nConnection: close\r\n\r\n")
        let response = String(decoding: try await connection.receiveToEnd(), as: UTF8.self)
        await connection.close()
        return response
    }

    @Test("/hello says hello")
    func hello() async throws {
        try await withDemoServer { _, address in
            let response = try await self.get("/hello", from: address)
            #expect(response.hasPrefix("HTTP/1.1 200 "))
            #expect(response.hasSuffix("\r\n\r\nHello World"))
        }
    }

    @Test("a log that is not read, or whose reader has ended, does not hold the server up", arguments: [false, true])
    func unreadLog(hasEnded: Bool) async throws {
        let log = Pipe()
        if hasEnded {
            try log.fileHandleForReading.close()
        }
        let server = try CommandProcess(
            ["serve", "--verbose", "--host", "127.0.0.1", "--port", "0"],
            errorsTo: log.fileHandleForWriting
        )
        defer { server.kill() }
        let address = try #require(await server.output.next()?.split(separator: "/").last)
        // More lines than a pipe holds: 64 KiB.
        for _ in 0..<600 {
            #expect(try await self.get("/hello", from: String(address)).hasPrefix("HTTP/1.1 200 "))
        }
        server.terminate()
        #expect(await server.status() == 0)
        try log.fileHandleForWriting.close()
    }

    @Test("a full pipe or an ended reader at its output does not keep it from serving", arguments: [false, true])
    func unreadOutput(hasEnded: Bool) async throws {
        let output = Pipe()
        let writer = output.fileHandleForWriting.fileDescriptor
        if hasEnded {
            try output.fileHandleForReading.close()
        } else {
            _ = fcntl(writer, F_SETFL, O_NONBLOCK)
            let bytes = [UInt8](repeating: 0x0A, count: 4096)
            while write(writer, bytes, bytes.count) > 0 {}
            _ = fcntl(writer, F_SETFL, 0)
        }
        // It listens already, so that a request waits until it is served.
        let listening = try ListeningSocket()
        defer { close(listening.descriptor) }
        let server = try CommandProcess(
            ["serve", "--systemd", "--allow-host", "*"],
            passing: listening.descriptor,
            outputTo: output.fileHandleForWriting
        )
        // One that does not serve would keep the request.
        let limit = Task {
            try await Task.sleep(for: .seconds(30))
            server.kill()
        }
        defer {
            limit.cancel()
            server.kill()
        }
        #expect(try await self.get("/hello", from: "127.0.0.1:\(listening.port)").hasPrefix("HTTP/1.1 200 "))
        server.terminate()
        #expect(await server.status() == 0)
        try output.fileHandleForWriting.close()
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

    @Test("a request for another host than localhost is refused, and the log names the option that allows it")
    func allowHost() async throws {
        func check(_ host: String, _ status: Int, _ address: String) async throws {
            let response = try await self.get("/hello", host: host, from: address)
            #expect(response.hasPrefix("HTTP/1.1 \(status) "), "\(host)")
        }
        try await withDemoServer { process, address in
            try await check("localhost", 200, address)
            try await check("chat.example.com", 421, address)
            let event = await process.errors.next()
            #expect(event?.contains("host=chat.example.com") == true)
            let hint = await process.errors.next()
            #expect(hint?.hasSuffix("--allow-host chat.example.com") == true)
        }
        try await withDemoServer(["--allow-host", "a.example", "--allow-host", "*.example.com"]) { _, address in
            try await check("chat.example.com", 200, address)
            try await check("a.example:80", 200, address)
            try await check("localhost", 200, address)
            try await check("b.example", 421, address)
        }
        try await withDemoServer(["--allow-host", "*"]) { _, address in
            try await check("evil.example", 200, address)
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
                let error = await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
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

extension WebSocket.Configuration {
    /// With room for the messages of the tests.
    fileprivate static var roomy: WebSocket.Configuration {
        var configuration = WebSocket.Configuration()
        configuration.maxMessageSize = 32 << 20
        return configuration
    }
}
