//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets

extension WebSocket {
    /// Lets the kernel keep little that has come.
    func limitKernelBuffer() {
        guard case .socket(let descriptor)? = self.networkConnection else { return }
        var size: CInt = 4096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
    }
}

@Suite("the examples", .serialized, .timeLimit(.minutes(2)))
struct ExampleTests {
    @Test("echo: the client prints what the server sends back")
    func echo() async throws {
        try await withExample("echo-server", prefix: "ws://") { address async throws in
            let client = try ExampleProcess("echo-client", ["ws://\(address)/echo"])
            defer { client.end() }
            for number in 1...5 {
                #expect(await client.nextLine()?.hasPrefix(#"text("message \#(number)") after"#) == true)
            }
            #expect(await client.nextLine() == "Closed.")
            #expect(await client.nextLine() == nil)
        }
    }

    @Test("chat: who is in a room hears what is said there, and nobody else")
    func chat() async throws {
        try await withExample("chat") { address async throws in
            #expect(try curl("http://\(address)/").contains("<h1>Chat</h1>"))
            let elsewhere = try await Dialer().dial("ws://\(address)/rooms/other?name=Carol")
            try await Dialer().connect(to: "ws://\(address)/rooms/lobby?name=Alice") { alice async throws in
                #expect(try await alice.receive() == .text("Alice has come."))
                try await Dialer().connect(to: "ws://\(address)/rooms/lobby?name=Bob") { bob async throws in
                    #expect(try await bob.receive() == .text("Bob has come."))
                    try await bob.send("hi")
                    #expect(try await bob.receive() == .text("Bob: hi"))
                }
                for line in ["Bob has come.", "Bob: hi", "Bob has gone."] {
                    #expect(try await alice.receive() == .text(line))
                }
            }
            #expect(try await elsewhere.receive() == .text("Carol has come."))
            try await elsewhere.send("alone")
            #expect(try await elsewhere.receive() == .text("Carol: alone"))
            try await elsewhere.close()
        }
    }

    @Test("game: everybody sees everybody move, and who comes and goes")
    func game() async throws {
        try await withExample("game") { address async throws in
            #expect(try curl("http://\(address)/").contains("<h1>Game</h1>"))
            let status = try curl("http://\(address)/rooms/%23", "--output", "/dev/null", "--write-out", "%{http_code}")
            #expect(status == "400")
            try await Dialer().connect(to: "ws://\(address)/rooms/lobby") { first async throws in
                #expect(try await first.receive() == .binary([2, 0]))
                #expect(try await self.wholeFrame(first) == [0])
                let second = try await Dialer().dial("ws://\(address)/rooms/lobby")
                #expect(try await second.receive() == .binary([2, 1]))
                #expect(try await self.wholeFrame(first) == [0, 1])
                #expect(try await self.wholeFrame(second) == [0, 1])
                // To the left and up, until the edges stop it, or right and down: one of both is far enough to be seen.
                for direction: [UInt8] in [[255, 255], [1, 1]] {
                    try await second.send(direction)
                    let moves = try await self.moves(first)
                    #expect(moves.first == 1)
                }
                try await second.close()
                #expect(try await self.wholeFrame(first) == [0])
            }
        }
    }

    /// Receives up to a message that says where everybody is, and returns who that is.
    private func wholeFrame(_ socket: WebSocket) async throws -> [UInt8] {
        while case .binary(let frame) = try await socket.receive() {
            guard frame[0] == 0 else { continue }
            return stride(from: 2, to: frame.count, by: 5).map { frame[$0] }.sorted()
        }
        return []
    }

    /// Receives up to a message that says that somebody has moved, and returns it from the player on.
    private func moves(_ socket: WebSocket) async throws -> [UInt8] {
        while case .binary(let frame) = try await socket.receive() {
            guard frame[0] == 1, frame.count > 2 else { continue }
            return Array(frame[2...])
        }
        return []
    }

    @Test("filewatch: a file is sent, and sent again when it changes")
    func filewatch() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("filewatch-\(UUID()).txt")
        try Data("first".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try await withExample("filewatch", [file.path, "0"]) { address async throws in
            #expect(try curl("http://\(address)/").contains("<h1>File</h1>"))
            try await Dialer().connect(to: "ws://\(address)/file") { socket async throws in
                #expect(try await socket.receive() == .text("first"))
                try Data("second".utf8).write(to: file, options: .atomic)
                #expect(try await socket.receive(timeout: .seconds(30)) == .text("second"))
            }
        }
    }

    @Test("json: notes go in and out by HTTP and by WebSocket")
    func json() async throws {
        try await withExample("json") { address async throws in
            let url = "http://\(address)/notes"
            #expect(try curl(url) == "[]")
            #expect(try curl(url, "--data", #"{"text": "one"}"#).contains(#""text":"one""#))
            #expect(try curl(url, "--data", "nonsense", "--write-out", "%{http_code}").hasSuffix("400"))
            struct Note: Codable, Equatable {
                var id: Int
                var text: String
            }
            try await Dialer().connect(to: "ws://\(address)/notes") { socket async throws in
                #expect(try await socket.receive(json: [Note].self) == [Note(id: 1, text: "one")])
                try await socket.send("nonsense")
                #expect(try await socket.receive(json: [String: String].self) == ["error": "not a note"])
                try await socket.send(json: ["text": "two"])
                #expect(try await socket.receive(json: [Note].self) == [Note(id: 2, text: "two")])
                _ = try curl(url, "--data", #"{"text": "three"}"#)
                #expect(try await socket.receive(json: [Note].self) == [Note(id: 3, text: "three")])
            }
        }
    }

    @Test("ticker: who reads gets all prices, who did not for a while gets the latest and not those between")
    func ticker() async throws {
        struct Price: Codable {
            var symbol: String
            var cents: Int
            var tick: Int
        }
        try await withExample("ticker", ["0", "20000"]) { address async throws in
            #expect(try curl("http://\(address)/").contains("<h1>Ticker</h1>"))
            var configuration = WebSocket.Configuration()
            configuration.maxPendingInput = 1000
            var dialer = Dialer(configuration: configuration)
            dialer.eventLoops = Dialer.EventLoops(count: 1)
            let slow = try await dialer.dial("ws://\(address)/prices")
            await slow.limitKernelBuffer()
            var last = 0
            try await Dialer().connect(to: "ws://\(address)/prices") { socket async throws in
                var symbols: Set<String> = []
                var tick = 0
                while symbols.count < 6 || tick < 30_000 {
                    let price = try await socket.receive(json: Price.self)
                    symbols.insert(price.symbol)
                    tick = max(tick, price.tick)
                    #expect(price.cents > 0)
                }
            }
            var greatestGap = 0
            while last < 30_000 {
                let tick = try await slow.receive(json: Price.self).tick
                greatestGap = max(greatestGap, tick - last)
                last = max(last, tick)
            }
            #expect(greatestGap > 10_000, "prices of old were kept")
            try await slow.close()
        }
    }

    @Test("polling: all three ways lead to the same updates")
    func polling() async throws {
        struct Update: Codable {
            var number: Int
            var time: Double
        }
        try await withExample("polling") { address async throws in
            #expect(try curl("http://\(address)/").contains("three ways"))
            try await Dialer().connect(to: "ws://\(address)/push") { socket async throws in
                let first = try await socket.receive(json: Update.self)
                let pushed = try await socket.receive(json: Update.self)
                #expect(pushed.number == first.number + 1)
                let polled = try WebSocket.Message.text(try curl("http://\(address)/poll")).decodeJSON(as: Update.self)
                #expect(polled.number >= pushed.number)
                let next = try curl("http://\(address)/long-poll?seen=\(polled.number)")
                #expect(try WebSocket.Message.text(next).decodeJSON(as: Update.self).number > polled.number)
            }
        }
    }

    @Test("autobahn: the server echoes in both lanes", arguments: ["async", "fast"])
    func autobahnServer(lane: String) async throws {
        try await withExample("autobahn-server", prefix: "ws://") { address async throws in
            try await Dialer(compression: .enabled).connect(to: "ws://\(address)/\(lane)") { socket async throws in
                #expect(socket.isCompressed)
                let message = WebSocket.Message.binary([UInt8](repeating: 7, count: 1_000_000))
                try await socket.send(message)
                #expect(try await socket.receive() == message)
            }
        }
    }

    @Test(
        "autobahn: the client runs every case, whatever becomes of one, and asks for the report",
        arguments: [[], ["fast"]]
    )
    func autobahnClient(options: [String]) async throws {
        let (log, entries) = AsyncStream<String>.makeStream()
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/getCaseCount") { try await $0.send("3") }
        server.get("/runCase") { request in
            let query = request.query ?? ""
            return try Upgrader().upgrade(request) { socket async throws in
                if query.hasPrefix("case=2") {
                    socket.closeNow()
                    entries.yield("\(query): broken off")
                } else {
                    try await socket.send("echo this")
                    entries.yield("\(query): \(try await socket.receive())")
                }
            }
        }
        server.get("/updateReports") { request in
            entries.yield("report \(request.query ?? "")")
            entries.finish()
            return try Upgrader().upgrade(request) { _ in }
        }
        let (addresses, listening) = AsyncStream<NetworkAddress>.makeStream()
        let serving = Task {
            try await server.run(at: .tcp(host: "127.0.0.1", port: 0)) { listening.yield($0) }
        }
        defer { serving.cancel() }
        for await address in addresses {
            let client = try ExampleProcess("autobahn-client", ["ws://\(address)", "agent"] + options)
            defer { client.end() }
            var lines: [String] = []
            for await entry in log { lines.append(entry) }
            #expect(
                lines == [
                    #"case=1&agent=agent: text("echo this")"#, "case=2&agent=agent: broken off",
                    #"case=3&agent=agent: text("echo this")"#, "report agent=agent",
                ]
            )
            break
        }
    }
}
