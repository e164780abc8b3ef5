//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("A server that stops", .timeLimit(.minutes(1)))
struct ShutdownTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test("WebSockets are closed with 1001 over the window, in random order, whatever their handlers wait for")
    func window() async throws {
        let server = makeServer {
            $0.eventLoops = 2
            $0.shutdownWindow = .milliseconds(300)
        }
        let cancelled = Counter()
        server.webSocket("/asleep") { socket in
            try await socket.send("here")
            do {
                try await Task.sleep(for: .seconds(1000))
            } catch {
                cancelled.add()
                throw error
            }
        }
        server.webSocket("/receiving") { socket in
            try await socket.send("here")
            do {
                _ = try await socket.receive()
            } catch is CancellationError {
                cancelled.add()
                throw CancellationError()
            }
        }
        let count = 100
        let (clients, begin) = try await withServer(server) { address in
            var clients: [Task<(CloseCode?, ContinuousClock.Instant), any Error>] = []
            for index in 0..<count {
                let socket = try await Dialer().dial("ws://\(address)/\(index % 2 == 0 ? "asleep" : "receiving")")
                _ = try await socket.receive()
                clients.append(
                    Task {
                        for try await _ in socket {}
                        return (await socket.closeCode, .now)
                    }
                )
            }
            return (clients, ContinuousClock.now)
        }
        var times: [ContinuousClock.Instant] = []
        for client in clients {
            let (code, time) = try await client.value
            #expect(code == .goingAway)
            times.append(time)
        }
        #expect(cancelled.value == count)
        // The window's end is waited for, if not quite by the last.
        #expect(try #require(times.max()) >= begin + .milliseconds(250))
        #expect(times != times.sorted())
    }

    @Test("what a peer has sent is received, but not all that it still sends")
    func flood() async throws {
        let server = makeServer {
            $0.shutdownTimeout = .seconds(1000)
            // The client does not end the connection, and what it has sent by then is read in many turns.
            $0.webSocket.closeTimeout = .seconds(1)
        }
        let (received, isFlooded) = (Counter(), Signal())
        server.webSocket("/sink") { socket in
            for try await _ in socket {
                // Slower than they come, so that there is always one.
                await Task.detached {}.value
                if received.add() == 100 { isFlooded.send() }
            }
        }
        let count = 100_000
        let client = try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            await connection.send("GET /sink HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n")
            #expect(try await connection.receiveResponse(hasBody: false).status == 101)
            await connection.send((0..<count).flatMap { _ in textFrame("") } + [0x88, 0x80, 0, 0, 0, 0])
            await isFlooded.wait()
            return connection
        }
        #expect(try await client.receive(4) == [0x88, 2, 0x03, 0xE9])
        #expect(received.value < count / 2)
        await client.close()
    }

    @Test("few WebSockets are closed at once")
    func few() async throws {
        let server = makeServer { $0.shutdownWindow = .seconds(1000) }
        let socket = try await withServer(server) { address in
            let socket = try await Dialer().dial("ws://\(address)/ws")
            try await socket.send("hi")
            #expect(try await socket.receive() == .text("hi"))
            return socket
        }
        let end = try await socket.receiveNothing()
        #expect(end)
        #expect(await socket.closeCode == .goingAway)
    }

    @Test("a request that has come is answered, and the connection ends with that")
    func request() async throws {
        let server = makeServer()
        let (entered, goOn) = (Signal(), Signal())
        server.get("/slow") { _ in
            entered.send()
            await goOn.wait()
            return HTTP.Response(text: "cancelled: \(Task.isCancelled)")
        }
        let client = try await withServer(server) { address in
            let connection = try await RawConnection(to: address)
            await connection.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await entered.wait()
            let refusing = Task {
                // When nobody accepts any more, the server is stopping.
                while let next = try? await RawConnection(to: address) { await next.close() }
                goOn.send()
            }
            return Task {
                let response = try await connection.receiveResponse()
                await connection.close()
                await refusing.value
                return response
            }
        }
        let response = try await client.value
        #expect(response.text == "cancelled: false")
        #expect(response["Connection"] == "close")
    }

    @Test("who has connected gets to make a request, which is the last", arguments: ["/hello", "/ws"])
    func fresh(path: String) async throws {
        let client = try await withServer(makeServer()) { address in
            let connection = try await RawConnection(to: address)
            // Behind the other, so that the server knows of it.
            #expect(try await answer(to: Self.hello, at: address).status == 200)
            return Task {
                while let next = try? await RawConnection(to: address) { await next.close() }
                await connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n")
                let response = try await connection.receiveResponse(hasBody: path == "/hello")
                let close = path == "/ws" ? try await connection.receive(4) : []
                await connection.send([0x88, 0x80, 0, 0, 0, 0])
                let rest = try await connection.receiveToEnd()
                await connection.close()
                return (response, close + rest)
            }
        }
        let (response, rest) = try await client.value
        #expect(response.status == (path == "/ws" ? 101 : 200))
        #expect(response["Connection"] == (path == "/ws" ? "Upgrade" : "close"))
        #expect(rest == (path == "/ws" ? [0x88, 2, 0x03, 0xE9] : []))
    }

    @Test("who connects and says nothing does not hold the end up for long")
    func silent() async throws {
        let connection = try await withServer(makeServer { $0.headTimeout = .seconds(1000) }) { address in
            let connection = try await RawConnection(to: address)
            #expect(try await answer(to: Self.hello, at: address).status == 200)
            return connection
        }
        #expect(try await connection.receiveToEnd() == [])
        await connection.close()
    }

    @Test("when the time is over handlers are cancelled, and who does not end is dropped")
    func timeout() async throws {
        let server = makeServer {
            $0.shutdownTimeout = .milliseconds(50)
            $0.webSocket.closeTimeout = .seconds(1000)
            $0.responseTimeout = .seconds(1000)
        }
        let (entered, isCancelled) = (Signal(), Flag())
        server.get("/endless") { _ in
            entered.send()
            await Signal().wait()
            if Task.isCancelled { isCancelled.set() }
            return HTTP.Response(body: largeBody)
        }
        let connections = try await withServer(server) { address in
            // Neither the response nor the Close is taken.
            let busy = try await RawConnection(to: address)
            await busy.setReading(false)
            await busy.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await entered.wait()
            let socket = try await RawConnection(to: address)
            await socket.send("GET /ws HTTP/1.1\r\nHost: localhost\r\n\(handshakeFields)\r\n")
            #expect(try await socket.receiveResponse(hasBody: false).status == 101)
            await socket.setReading(false)
            return [busy, socket]
        }
        #expect(isCancelled.isSet)
        for connection in connections { await connection.close() }
    }
}

extension WebSocket {
    /// Returns whether the messages have ended.
    fileprivate func receiveNothing() async throws -> Bool {
        for try await _ in self { return false }
        return true
    }
}
