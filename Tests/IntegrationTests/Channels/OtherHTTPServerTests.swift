//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("An upgrader behind a server of another make", .timeLimit(.minutes(1)))
struct OtherHTTPServerTests {
    /// Answers the request that comes over a socket, as a server would that is not ours.
    private func serve(_ descriptor: CInt, _ upgrader: Upgrader, sendsHead: Bool = true) async throws {
        let received = try await OtherHTTPServer.receive { await BlockingSocket.read(descriptor) }
        do {
            let response = try upgrader.upgrade(try received.request, headers: ["Set-Cookie": "seen=1"]) { socket in
                for try await message in socket { try await socket.send(message) }
            }
            if !sendsHead {
                var head = "HTTP/1.1 \(response.status.rawValue) Fine\r\n"
                for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
                BlockingSocket.write(Array((head + "\r\n").utf8), to: descriptor)
            }
            try await response.runWebSocket(
                over: .socket(descriptor: descriptor),
                early: received.early,
                sendsHead: sendsHead
            )
        } catch let error as HTTP.Error {
            let response = error.response
            let head = "HTTP/1.1 \(response.status.rawValue) No\r\nContent-Length: \(response.body.count)\r\n\r\n"
            BlockingSocket.write(Array(head.utf8) + response.body, to: descriptor)
            BlockingSocket.close(descriptor)
        }
    }

    /// Dials over a pair of sockets, the other of which is served.
    private func dialer(_ dialer: Dialer = Dialer(), to descriptor: CInt) -> Dialer {
        var dialer = dialer
        dialer.netDial = { _, _ in .socket(descriptor: descriptor) }
        return dialer
    }

    @Test("a request is checked and upgraded on the connection it came by", arguments: [true, false])
    func upgrade(sendsHead: Bool) async throws {
        let (client, server) = BlockingSocket.pair()
        let files = (BlockingSocket.file(client), BlockingSocket.file(server))
        async let serving: Void = serve(
            server,
            Upgrader(subprotocols: ["echo"], compression: .enabled),
            sendsHead: sendsHead
        )
        let dialer = Dialer(subprotocols: ["echo"], compression: .enabled)
        try await self.dialer(dialer, to: client).connect(to: "ws://a.example/") { socket in
            #expect(socket.subprotocol == "echo")
            #expect(socket.deflateParameters != nil)
            #expect(socket.response?.headers["Set-Cookie"] == "seen=1")
            for text in ["one", String(repeating: "two", count: 100_000)] {
                try await socket.send(text)
                let reply = try await socket.receive()
                #expect(reply == .text(text))
            }
        }
        try await serving
        #expect(BlockingSocket.file(client) != files.0)
        #expect(BlockingSocket.file(server) != files.1)
    }

    @Test("a request that is refused is the other server's to answer")
    func refusal() async throws {
        let (client, server) = BlockingSocket.pair()
        async let serving: Void = serve(server, Upgrader(checkOrigin: .origins("https://friend.example")))
        let dialer = self.dialer(Dialer(headers: ["Origin": "https://foe.example"]), to: client)
        let error = await expectFailure(.handshakeFailed) { try await dialer.dial("ws://a.example/") }
        #expect(error?.response?.status == .forbidden)
        try await serving
    }

    @Test("frames that came right behind the request are the first messages")
    func early() async throws {
        let (client, server) = BlockingSocket.pair()
        let request = "GET / HTTP/1.1\r\nHost: a.example\r\n\(handshakeFields)\r\n"
        let frame: [UInt8] = [0x81, 0x82, 0, 0, 0, 0] + Array("hi".utf8)
        BlockingSocket.write(Array(request.utf8) + frame, to: client)
        let serving = Task { try await self.serve(server, Upgrader()) }
        var received: [UInt8] = []
        while received.firstRange(of: [0x81, 0x02] + Array("hi".utf8)) == nil {
            let more = await BlockingSocket.read(client)
            try #require(!more.isEmpty, "the connection ended before the echo came")
            received += more
        }
        BlockingSocket.close(client)
        await expectFailure(.connectionLost) { try await serving.value }
    }

    @Test("a response that opens no WebSocket cannot be run as one")
    func noUpgrade() async {
        await expectFailure(.invalidArgument) {
            try await HTTP.Response(text: "hi").runWebSocket(over: .socket(descriptor: -1))
        }
    }

    @Test("a connection that cannot be taken over is said to be so")
    func uselessDescriptor() async throws {
        let received = try await OtherHTTPServer.receive {
            Array("GET / HTTP/1.1\r\nHost: a.example\r\n\(handshakeFields)\r\n".utf8)
        }
        let response = try Upgrader().upgrade(try received.request) { _ in }
        await expectFailure(.connectionFailed) { try await response.runWebSocket(over: .socket(descriptor: -1)) }
    }

    @Test("a request tells whether it asks for an upgrade, and what it offers")
    func questions() throws {
        let plain = try HTTP.Request(target: "/a%20b?c=1", headers: ["Host": "a.example"])
        #expect(plain.path == "/a%20b")
        #expect(plain.query == "c=1")
        #expect(!plain.isWebSocketUpgrade)
        #expect(plain.offeredSubprotocols.isEmpty)
        let upgrade = try HTTP.Request(
            target: "/",
            headers: [
                "Connection": "keep-alive, Upgrade", "Upgrade": "WebSocket", "Sec-WebSocket-Protocol": "b, a",
                "Sec-WebSocket-Protocol": "c",
            ]
        )
        #expect(upgrade.isWebSocketUpgrade)
        #expect(upgrade.offeredSubprotocols == ["b", "a", "c"])
        let malformed = try HTTP.Request(target: "/", headers: ["Sec-WebSocket-Protocol": "a b"])
        #expect(malformed.offeredSubprotocols.isEmpty)
        #expect(throws: HTTP.Error.self) { try HTTP.Request(target: "no path", headers: [:]) }
    }
}
