//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Between our Close and the peer's", .timeLimit(.minutes(1)))
struct ClosingDeliveryTests {
    /// What a handler that started the closing handshake saw.
    private struct Outcome: Sendable {
        var texts: [String] = []
        var closeCode: CloseCode?
        var error: WebSocket.Error?
        var sendError: WebSocket.Error?
    }

    private static let closeFromServer: [UInt8] = [0x88, 0x02, 0x03, 0xE8]

    /// A masked frame with a key of zeros.
    private static func frame(_ firstByte: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [firstByte, 0x80 | UInt8(payload.count), 0, 0, 0, 0] + payload
    }

    private static let closeFromClient = Self.frame(0x88, [0x03, 0xE8])

    /// Opens a connection to a handler that starts the closing handshake and goes on receiving.
    ///
    /// - Parameters:
    ///   - closeTimeout: How long the handler waits.
    ///   - usesFastLane: How the handler receives.
    ///   - body: What the peer does, once it has the handler's Close.
    /// - Returns: What the handler saw.
    /// - Throws: What `body` throws.
    private func outcome(
        closeTimeout: Duration = .seconds(10),
        usesFastLane: Bool = false,
        _ body: @Sendable (RawConnection) async throws -> Void
    ) async throws -> Outcome {
        var configuration = WebSocket.Configuration()
        configuration.closeTimeout = closeTimeout
        let server = HTTPServer(eventLoops: 1)
        let (outcomes, continuation) = AsyncStream<Outcome>.makeStream()
        server.webSocket("/", upgrader: Upgrader(configuration: configuration)) { socket in
            let (texts, textContinuation) = AsyncStream<String>.makeStream()
            var outcome = Outcome()
            try socket.startClosingHandshake()
            do {
                if usesFastLane {
                    try await socket.forEachMessage { message, _ in textContinuation.yield(message.text ?? "binary") }
                } else {
                    for try await case .text(let text) in socket { textContinuation.yield(text) }
                }
            } catch {
                outcome.error = error as? WebSocket.Error
            }
            do {
                try await socket.send("too late")
            } catch {
                outcome.sendError = error as? WebSocket.Error
            }
            textContinuation.finish()
            for await text in texts { outcome.texts.append(text) }
            outcome.closeCode = socket.closeCode
            continuation.yield(outcome)
        }
        return try await withServer(server) { address in
            let peer = try await RawConnection(to: address)
            await peer.send(
                "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            _ = try await peer.receive(through: "\r\n\r\n")
            #expect(try await peer.receive(4) == Self.closeFromServer)
            try await body(peer)
            var iterator = outcomes.makeAsyncIterator()
            let outcome = try #require(await iterator.next())
            await peer.close()
            return outcome
        }
    }

    @Test("messages are received until the peer's Close", arguments: [false, true])
    func messagesAreReceived(usesFastLane: Bool) async throws {
        let outcome = try await self.outcome(usesFastLane: usesFastLane) { peer async throws in
            await peer.send(Self.frame(0x81, Array("one".utf8)))
            await peer.send(Self.frame(0x01, Array("t".utf8)) + Self.frame(0x80, Array("wo".utf8)))
            await peer.send(Self.frame(0x81, Array("three".utf8)) + Self.closeFromClient)
            #expect(try await peer.receiveToEnd() == [])
        }
        #expect(outcome.texts == ["one", "two", "three"])
        #expect(outcome.error == nil)
        #expect(outcome.closeCode == .normalClosure)
        #expect(outcome.sendError?.code == .closed)
    }

    @Test("a ping is not answered, since nothing follows a Close")
    func pingIsNotAnswered() async throws {
        let outcome = try await self.outcome { peer async throws in
            await peer.send(Self.frame(0x89, [1, 2, 3]) + Self.frame(0x81, Array("last".utf8)) + Self.closeFromClient)
            #expect(try await peer.receiveToEnd() == [])
        }
        #expect(outcome.texts == ["last"])
    }

    @Test("a peer that does not close in time is dropped, and receiving throws")
    func silentPeerIsDropped() async throws {
        let outcome = try await self.outcome(closeTimeout: .milliseconds(100)) { peer async throws in
            #expect(try await peer.receiveToEnd() == [])
        }
        #expect(outcome.error?.code == .connectionLost)
        #expect(outcome.closeCode == .abnormalClosure)
    }

    @Test("a peer that ends the stream without a Close is an error")
    func endWithoutCloseIsAnError() async throws {
        let outcome = try await self.outcome { peer async throws in
            await peer.send(Self.frame(0x81, Array("last".utf8)))
            await peer.endOutput()
            #expect(try await peer.receiveToEnd() == [])
        }
        #expect(outcome.texts == ["last"])
        #expect(outcome.error?.code == .connectionLost)
    }

    @Test("a violation is an error, but is not answered with a second Close")
    func violationIsAnError() async throws {
        let outcome = try await self.outcome { peer async throws in
            await peer.send(Self.frame(0xC1, []))
            #expect(try await peer.receiveToEnd() == [])
        }
        #expect(outcome.error?.code == .protocolViolation)
    }

    @Test("a client gets every answer to what it sent before its Close")
    func clientGetsAllAnswers() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                for number in 0..<1000 { try await socket.send("\(number)") }
                try socket.startClosingHandshake(code: .goingAway, reason: "done")
                try socket.startClosingHandshake()
                let isOpen = socket.isOpen
                #expect(!isOpen)
                var received: [WebSocket.Message] = []
                for try await message in socket { received.append(message) }
                #expect(received == (0..<1000).map { .text("\($0)") })
                let closeCode = socket.closeCode
                #expect(closeCode == .goingAway)
            }
        }
    }

    @Test("closing after having started discards what has not come, and ends")
    func closeAfterStart() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                try await socket.send("unheard")
                try socket.startClosingHandshake()
                try await socket.close()
                let error = await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
                #expect(error?.code == .closed)
                let closeCode = socket.closeCode
                #expect(closeCode == .normalClosure)
            }
        }
    }

    @Test("who closes with a message in hand does not wait for an answer to it", arguments: ["/", "/closing"])
    func closingWithMessageInHandIsPrompt(path: String) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/closing") { socket in
            try await socket.send(try await socket.receive())
        }
        try await withServer(server) { address in
            // Held back, every end would come after a second; a busy machine may delay some, but not all.
            var fastest = Duration.seconds(60)
            for _ in 0..<20 where fastest >= .seconds(1) {
                let elapsed = try await ContinuousClock().measure {
                    try await Dialer().connect(to: "ws://\(address)\(path)") { socket in
                        try await socket.send("hello")
                        #expect(try await socket.receive() == .text("hello"))
                    }
                }
                fastest = min(fastest, elapsed)
            }
            #expect(fastest < .seconds(1))
        }
    }

    @Test("a code that may not be sent is refused and changes nothing")
    func invalidCodeIsRefused() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)/") { socket in
                let error = #expect(throws: WebSocket.Error.self) {
                    try socket.startClosingHandshake(code: .abnormalClosure)
                }
                #expect(error?.code == .invalidArgument)
                try await socket.send("still open")
                #expect(try await socket.receive() == .text("still open"))
            }
        }
    }
}
