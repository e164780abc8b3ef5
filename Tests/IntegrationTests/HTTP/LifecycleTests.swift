//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSockets

@Suite("A server's life", .timeLimit(.minutes(1)))
struct LifecycleTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test("a server on a Unix socket answers, and can listen there again afterwards")
    func unixSocket() async throws {
        let address = unixAddress()
        for _ in 0..<2 {
            try await withServer(makeServer(), at: address) { bound in
                #expect(bound == address)
                let connection = try await RawConnection(to: bound)
                #expect(try await connection.exchange(Self.hello).text == "Hello World")
                await connection.send("GET /ws HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n")
                await connection.send(textFrame("hi"))
                #expect(try await connection.receiveResponse(hasBody: false).status == 101)
                #expect(try await connection.receive(4) == [0x81, 2, 0x68, 0x69])
                await connection.close()
            }
        }
    }

    @Test("an address that cannot be listened at is an error that says which and why")
    func addressTaken() async throws {
        try await withServer(makeServer()) { address in
            let error = await #expect(throws: WebSocket.Error.self) { try await makeServer().run(at: address) }
            #expect(error?.code == .connectionFailed)
            #expect(error?.message.hasPrefix("Cannot listen at \(address): ") == true)
            #expect(error?.message.hasSuffix(": address already in use.") == true)
            // The one that was there first is none the worse.
            let status = try await answer(to: Self.hello, at: address).status
            #expect(status == 200)
        }
        let unix = unixAddress()
        try await withServer(makeServer(), at: unix) { address in
            let error = await #expect(throws: WebSocket.Error.self) { try await makeServer().run(at: address) }
            #expect(error?.code == .connectionFailed)
            #expect(error?.message.contains("address already in use") == true)
            let status = try await answer(to: Self.hello, at: address).status
            #expect(status == 200)
        }
    }

    @Test(
        "so are addresses that are nobody's",
        arguments: [
            NetworkAddress.tcp(host: "192.0.2.1", port: 0),
            .tcp(host: "does-not-exist.invalid", port: 0),
            .tcp(host: "127.0.0.1", port: 65_536),
            .tcp(host: "127.0.0.1", port: -1),
            .tcp(host: "", port: 0),
            .unix(path: "/does/not/exist"),
            .unix(path: "/tmp/" + String(repeating: "x", count: 200)),
            .unix(path: ""),
            .unix(path: "/tmp/a\0b"),
        ]
    )
    func badAddress(_ address: NetworkAddress) async {
        let error = await #expect(throws: WebSocket.Error.self) { try await makeServer().run(at: address) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.hasPrefix("Cannot listen at \(address): ") == true)
    }

    @Test("servers that share a port all serve, and one that does not share it cannot listen there")
    func sharedPort() async throws {
        try await withServer(sharingServer("one")) { address in
            try await withServer(sharingServer("two"), at: address) { second in
                #expect(second == address)
                var answers: Set<String> = []
                // The kernel chooses by the client's port: a thousand all on one side would be a wonder.
                for _ in 0..<1000 where answers.count < 2 {
                    answers.insert(
                        try await answer(to: "GET /name HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).text
                    )
                }
                #expect(answers == ["one", "two"])
            }
            let error = await #expect(throws: WebSocket.Error.self) { try await makeServer().run(at: address) }
            #expect(error?.message.hasSuffix(": address already in use.") == true)
        }
    }

    private func sharingServer(_ name: String) -> HTTPServer {
        let server = makeServer { $0.sharesPort = true }
        server.get("/name") { _ in HTTP.Response(text: name) }
        return server
    }

    @Test("a server listens at a name's address", arguments: ["localhost", "127.0.0.1", "::1"])
    func hosts(_ host: String) async throws {
        try await withServer(makeServer(), at: .tcp(host: host, port: 0)) { address in
            #expect(address.port != 0)
            let status = try await answer(to: Self.hello, at: address).status
            #expect(status == 200)
        }
    }

    @Test("servers give their loops back, for the next ones to use")
    func loopsAreReused() async {
        // In a process of its own, where nobody else leases loops.
        await #expect(processExitsWith: .success) {
            func idleLoops() -> Set<ObjectIdentifier> {
                let loops = EventLoopGroup.lease(count: 2)
                defer { EventLoopGroup.giveBack(loops) }
                return Set(loops.map { ObjectIdentifier($0) })
            }
            let before = idleLoops()
            for _ in 0..<20 {
                var configuration = HTTPServer.Configuration()
                configuration.eventLoops = 2
                try await withServer(HTTPServer(configuration: configuration)) { _ in }
                await #expect(throws: WebSocket.Error.self) {
                    try await HTTPServer(configuration: configuration).run(at: .unix(path: "/does/not/exist"))
                }
            }
            #expect(idleLoops() == before)
        }
    }

    @Test("a cancelled server closes idle connections, ends its WebSockets with 1001 and returns")
    func cancellation() async throws {
        // If any of these times were waited for, the test would take too long.
        let server = makeServer { configuration in
            configuration.headTimeout = .seconds(100)
            configuration.idleTimeout = .seconds(100)
            configuration.responseTimeout = .seconds(100)
            configuration.webSocket.closeTimeout = .seconds(100)
            // After which handlers are cancelled.
            configuration.shutdownTimeout = .milliseconds(50)
        }
        let entered = Signal()
        server.get("/cancelled") { _ in
            entered.send()
            await Signal().wait()
            return HTTP.Response(text: Task.isCancelled ? "cancelled" : "not cancelled")
        }
        let (idle, busy, socket) = try await withServer(server) { address in
            let fresh = try await RawConnection(to: address)
            let idle = try await RawConnection(to: address)
            #expect(try await idle.exchange(Self.hello).status == 200)
            let socket = try await RawConnection(to: address)
            await socket.send("GET /ws HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n")
            #expect(try await socket.receiveResponse(hasBody: false).status == 101)
            let busy = try await RawConnection(to: address)
            await busy.send("GET /cancelled HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await entered.wait()
            // A peer that answers the Close, and a client that closes once it has been answered.
            let closing = Task {
                let frame = try await socket.receive(4)
                await socket.send([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE9])
                let rest = try await socket.receiveToEnd()
                await socket.close()
                return frame + rest
            }
            let answered = Task {
                let response = try await busy.receiveResponse()
                await busy.close()
                return response
            }
            let ended = Task {
                let bytes = try await fresh.receiveToEnd() + idle.receiveToEnd()
                await fresh.close()
                await idle.close()
                return bytes
            }
            return (ended, answered, closing)
        }
        #expect(try await idle.value == [])
        let response = try await busy.value
        #expect(response.text == "cancelled")
        #expect(response["Connection"] == "close")
        #expect(try await socket.value == [0x88, 2, 0x03, 0xE9])
    }

    @Test("connections are spread over the loops, and each is served")
    func manyConnections() async throws {
        try await withServer(makeServer { $0.eventLoops = 3 }) { address in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<60 {
                    group.addTask { try await answer(to: Self.hello, at: address).status }
                }
                for try await status in group {
                    #expect(status == 200)
                }
            }
        }
    }

    @Test("a server without a loop is the caller's mistake")
    func noLoops() async {
        await #expect(processExitsWith: .failure) { _ = HTTPServer(eventLoops: 0) }
    }
}
