//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Timeouts of the server", .timeLimit(.minutes(1)))
struct TimeoutTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    /// Sends one byte after another, each after the answer to another client, until something comes back.
    private func drip(over connection: RawConnection, at address: NetworkAddress) async throws {
        let other = try await RawConnection(to: address, sending: Self.hello)
        _ = try await other.receiveResponse()
        while await connection.receivedCount == 0 {
            await connection.send("x")
            let status = try await other.exchange(Self.hello).status
            try #require(status == 200)
        }
        await other.close()
    }

    @Test(
        "a head that does not become complete in time is answered with 408",
        arguments: ["G", "GET /hello HTTP/1.1\r\n", "\r\n", "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: "]
    )
    func head(beginning: String) async throws {
        try await withServer(makeServer { $0.headTimeout = .seconds(1) }) { address in
            #expect(try await lastAnswer(to: beginning, at: address).status == 408)
            // The same on a connection that was good before.
            let connection = try await RawConnection(to: address, sending: Self.hello)
            #expect(try await connection.receiveResponse().status == 200)
            #expect(try await connection.exchange(beginning).status == 408)
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()
        }
    }

    @Test("a head that comes byte by byte has no more time than any other")
    func drippedHead() async throws {
        let server = makeServer { configuration in
            configuration.headTimeout = .seconds(1)
            configuration.maxHeadSize = 10_000_000
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address, sending: "GET /hello HTTP/1.1\r\nX: ")
            try await self.drip(over: connection, at: address)
            #expect(try await connection.receiveResponse().status == 408)
            await connection.close()
        }
    }

    @Test("a body that does not become complete in time is answered with 408, however it comes")
    func body() async throws {
        let server = makeServer { configuration in
            configuration.bodyTimeout = .milliseconds(100)
            configuration.headTimeout = .seconds(50)
        }
        try await withServer(server) { address in
            let known = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
            #expect(try await lastAnswer(to: known, at: address).status == 408)
            let chunked = "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            #expect(try await lastAnswer(to: chunked + "3\r\nab", at: address).status == 408)

            let connection = try await RawConnection(to: address)
            await connection.send(known)
            try await self.drip(over: connection, at: address)
            #expect(try await connection.receiveResponse().status == 408)
            await connection.close()
        }
    }

    @Test("a connection on which nothing comes is closed without a word")
    func silent() async throws {
        let server = makeServer { configuration in
            configuration.headTimeout = .seconds(1)
            configuration.idleTimeout = .milliseconds(100)
        }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()

            let idle = try await RawConnection(to: address, sending: Self.hello)
            #expect(try await idle.receiveResponse().status == 200)
            #expect(try await idle.receiveToEnd() == [])
            await idle.close()
        }
    }

    @Test("the time of an idle connection begins anew with each response")
    func busy() async throws {
        let server = makeServer { $0.idleTimeout = .seconds(1) }
        try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            try await connection.exchange(Self.hello, again: .milliseconds(2200))
            #expect(try await connection.receiveToEnd() == [])
            await connection.close()
        }
    }

    @Test("a client that does not take its response in time is dropped", arguments: ["keep-alive", "close"])
    func slowReader(connectionField: String) async throws {
        try await withServer(makeServer { $0.responseTimeout = .milliseconds(100) }, at: unixAddress()) { address in
            let connection = try await RawConnection(to: address)
            await connection.setReading(false)
            let request = "GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: \(connectionField)\r\n\r\n"
            await connection.send(request)
            // Reading begins when the server has given up: it has when it no longer takes a request.
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .milliseconds(300) {
                #expect(try await answer(to: Self.hello, at: address).status == 200)
            }
            await connection.setReading(true)
            let received = await connection.receiveUntilGone()
            #expect(received.count > 0)
            #expect(received.count < largeBody.count)
            await connection.close()
        }
    }

    @Test("a handler may take longer than any of these")
    func slowHandler() async throws {
        let server = makeServer { configuration in
            configuration.headTimeout = .seconds(1)
            configuration.bodyTimeout = .milliseconds(50)
            configuration.idleTimeout = .milliseconds(50)
            configuration.responseTimeout = .milliseconds(50)
        }
        let entered = Signal()
        let release = Signal()
        server.post("/slow") { request in
            entered.send()
            await release.wait()
            return HTTP.Response(body: request.body)
        }
        try await withServer(server) { address in
            let request = "POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na"
            let connection = try await RawConnection(to: address, sending: request)
            await entered.wait()
            // Another connection, which is closed when the longest of the times is over.
            let idle = try await RawConnection(to: address)
            #expect(try await idle.receiveToEnd() == [])
            await idle.close()
            release.send()
            #expect(try await connection.receiveResponse().text == "a")
            await connection.close()
        }
    }
}

extension RawConnection {
    /// Sends the same request again and again, all on the connection's loop.
    fileprivate func exchange(_ request: String, again duration: Duration) async throws {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < duration {
            let status = try await self.exchange(request).status
            try #require(status == 200)
        }
    }
}
