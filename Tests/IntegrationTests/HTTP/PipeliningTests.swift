//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Pipelining", .timeLimit(.minutes(1)))
struct PipeliningTests {
    @Test("requests in one segment are answered in order, however long each takes")
    func order() async throws {
        let server = makeServer()
        let release = Signal()
        server.get("/slow") { _ in
            await release.wait()
            return HTTP.Response(text: "slow")
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            var requests = "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
            for index in 0..<100 {
                requests += "GET /echo?\(index) HTTP/1.1\r\nHost: localhost\r\n\r\n"
                requests += "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n\(10 + index % 90)"
            }
            await connection.send(requests)
            release.send()
            #expect(try await connection.receiveResponse().text == "slow")
            for index in 0..<100 {
                #expect(try await connection.receiveResponse().text == "\(index)")
                #expect(try await connection.receiveResponse().text == "\(10 + index % 90)")
            }
            await connection.close()
        }
    }

    @Test("nothing behind a request that closes is answered")
    func behindTheLast() async throws {
        try await withServer(makeServer()) { address in
            let request = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            let response = try await lastAnswer(
                to: request + "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
                at: address
            )
            #expect(response.text == "Hello World")
        }
    }

    @Test("a WebSocket can be opened behind other requests, its first frame in the same segment")
    func upgradeAtTheEnd() async throws {
        try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            let requests =
                "GET /echo?1 HTTP/1.1\r\nHost: localhost\r\n\r\n" + "GET /echo?2 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "GET /ws HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n"
            await connection.send(Array(requests.utf8) + textFrame("first") + textFrame("second"))
            #expect(try await connection.receiveResponse().text == "1")
            #expect(try await connection.receiveResponse().text == "2")
            let response = try await connection.receiveResponse(hasBody: false)
            #expect(response.status == 101)
            #expect(response["Sec-WebSocket-Accept"] == handshakeAccept)
            #expect(try await connection.receive(7) == [0x81, 5] + Array("first".utf8))
            #expect(try await connection.receive(8) == [0x81, 6] + Array("second".utf8))
            await connection.close()
        }
    }

    @Test("a client that ends its side gets the answers to all it has asked", arguments: [1, 3])
    func halfClosed(count: Int) async throws {
        let server = makeServer()
        let entered = Signal()
        let release = Signal()
        server.get("/slow") { _ in
            entered.send()
            await release.wait()
            return HTTP.Response(text: "slow")
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            for _ in 0..<count {
                await connection.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            }
            await connection.endOutput()
            await entered.wait()
            // By the answer on another connection the end has been seen.
            #expect(try await answer(to: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200)
            for _ in 0..<count {
                release.send()
                #expect(try await connection.receiveResponse().text == "slow")
            }
            #expect(try await connection.receiveToEnd() == [])
        }
    }

    @Test("a slow reader that ends its side gets the whole answer")
    func halfClosedSlowReader() async throws {
        try await withServer(makeServer(), at: unixAddress()) { address in
            let connection = try await RawConnection(to: address)
            await connection.setReading(false)
            await connection.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await connection.endOutput()
            #expect(try await answer(to: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200)
            await connection.setReading(true)
            #expect(try await connection.receiveResponse().body == largeBody)
            #expect(try await connection.receiveToEnd() == [])
        }
    }

    @Test("what a peer sends ahead of its answers is not taken in without bound", arguments: [0, 1, 100])
    func earlyBytes(answered: Int) async throws {
        let server = makeServer { $0.shutdownTimeout = .zero }
        let entered = Signal()
        server.get("/hop") { _ in
            // Leaves the loop, so that it has a turn in between.
            try await withoutBlockingEventLoop {}
            return HTTP.Response()
        }
        server.get("/stuck") { _ in
            entered.send()
            await Signal().wait()
            return HTTP.Response()
        }
        try await withServer(server, at: unixAddress()) { address in
            let connection = try await RawConnection(to: address)
            let requests =
                String(repeating: "GET /hop HTTP/1.1\r\nHost: localhost\r\n\r\n", count: answered)
                + "GET /stuck HTTP/1.1\r\nHost: localhost\r\n\r\n"
            await connection.send(Array(requests.utf8) + [UInt8](repeating: 0x41, count: 10_000_000))
            await entered.wait()
            for _ in 0..<100 {
                #expect(
                    try await answer(to: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200
                )
            }
            #expect(await connection.pendingOutput > 8_000_000)
            await connection.close()
        }
    }

    @Test("thousands of small requests that came at once are answered in linear time")
    func manySmallRequests() async throws {
        try await withServer(makeServer(), at: unixAddress()) { address in
            let connection = try await RawConnection(to: address)
            let count = 10_000
            let requests = String(repeating: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", count: count)
            async let sent: Void = connection.send(requests)
            for _ in 0..<count {
                #expect(try await connection.receiveResponse().status == 200)
            }
            await sent
            await connection.close()
        }
    }

    @Test("a client that goes away while its request is answered disturbs nobody")
    func disconnectDuringHandler() async throws {
        let server = makeServer()
        let entered = Signal()
        let release = Signal()
        let done = Signal()
        server.get("/slow") { _ in
            entered.send()
            await release.wait()
            done.send()
            return HTTP.Response(body: largeBody)
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            await connection.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await entered.wait()
            await connection.close()
            #expect(try await answer(to: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200)
            release.send()
            await done.wait()
            #expect(try await answer(to: "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address).status == 200)
        }
    }
}
