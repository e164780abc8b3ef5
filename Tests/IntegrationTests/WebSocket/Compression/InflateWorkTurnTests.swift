//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//
import Synchronization
import TestSupport
import Testing
import WSTransport
import WebSockets

/// A message may take a second to inflate, and stand for nothing.
@Suite("messages that are nothing but work", .timeLimit(.minutes(1)))
struct InflateWorkTurnTests {
    /// What the application receives by.
    enum Reception: CaseIterable {
        case async
        case fast
        case pieces
        /// One that is given up in the middle, before it is received piece by piece.
        case piecesAfterCancellation
        case discarded
    }

    private static let withoutContext = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
    private static let text = "the end"

    /// A message that takes the work of more than eight turns, and has a text behind it.
    private static func message(_ kind: EmptyBlock) -> [UInt8] {
        var writer = DeflateWriter()
        for _ in 0..<(kind.hasTables ? 2500 : 210_000) { kind.append(to: &writer) }
        writer.write(0, bits: 3)
        writer.pad()
        let size = Self.text.utf8.count
        writer.write(size | (size ^ 0xFFFF) << 16, bits: 32)
        for byte in Self.text.utf8 { writer.write(Int(byte), bits: 8) }
        writer.endMessage()
        return writer.bytes
    }

    @Test(
        "they are inflated in turns, whatever they consist of, however they are received",
        arguments: EmptyBlock.allCases,
        Reception.allCases
    )
    func turns(kind: EmptyBlock, reception: Reception) async throws {
        // Without context nothing has to be inflated that is discarded.
        for extensions in ["permessage-deflate"] + (reception == .discarded ? [] : [Self.withoutContext]) {
            let (turns, received) = try await self.receive(kind, reception, extensions)
            // Each turn has its budget and one step more.
            #expect(turns >= 6, "\(turns) turns with \(extensions)")
            #expect(received == (reception == .discarded ? "next" : Self.text))
        }
    }

    private func receive(_ kind: EmptyBlock, _ reception: Reception, _ extensions: String) async throws -> (Int, String)
    {
        let (start, started) = AsyncStream<Void>.makeStream()
        let result = Mutex((turns: 0, text: ""))
        let handler: WebSocket.Handler = { socket in
            for await _ in start { break }
            let turns = LoopTurns(of: socket.loop)
            let text = try await Self.receive(reception, from: socket, turns)
            turns.end()
            result.withLock { $0 = (turns.count, text) }
        }
        try await withHandler(handler, compression: .enabled) { address in
            let peer = try await FramePeer(dialing: address, extensions: extensions)
            // All is there before the first is asked for.
            let message = WireFrame(opcode: 1, payload: Self.message(kind)).compressed
            let next = WireFrame(opcode: 1, payload: Array("next".utf8).compressed).compressed
            await peer.send([message, .ping()].bytes(from: peer.role))
            #expect(try await peer.receive() == .pong())
            started.yield()
            await peer.send([next, .close(1000)].bytes(from: peer.role))
            #expect(try await peer.receiveToEnd() == [.close(1000)])
        }
        return result.withLock { $0 }
    }

    private static func receive(
        _ reception: Reception,
        from socket: isolated WebSocket,
        _ turns: LoopTurns
    ) async throws -> String {
        switch reception {
        case .async:
            return Self.text(of: try await socket.receive())
        case .fast:
            let first = Mutex<String?>(nil)
            try await socket.forEachMessage { message, _ in
                let text = message.text ?? ""
                first.withLock { $0 = $0 ?? text }
            }
            return first.withLock { $0 } ?? ""
        case .pieces:
            return try await Self.pieces(from: socket)
        case .piecesAfterCancellation:
            let receiving = Task { [socket] in try await socket.receive() }
            while turns.count < 4 { await Task.yield() }
            receiving.cancel()
            await #expect(throws: CancellationError.self) { try await receiving.value }
            return try await Self.pieces(from: socket)
        case .discarded:
            _ = try await socket.nextReader()
            return Self.text(of: try await socket.receive())
        }
    }

    private static func text(of message: WebSocket.Message) -> String {
        if case .text(let text) = message { text } else { "" }
    }

    private static func pieces(from socket: isolated WebSocket) async throws -> String {
        var bytes: [UInt8] = []
        let reader = try #require(try await socket.nextReader())
        for try await piece in reader { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "many messages in one read get a turn each when they take one, and no more for being many",
        arguments: WebSocketRole.allCases
    )
    func manyInOneRead(role: WebSocketRole) async throws {
        let frames = [WireFrame](
            repeating: WireFrame(opcode: 2, payload: EmptyBlock.dynamic.message(of: 300)).compressed,
            count: 20
        )
        try await withSocket(as: role, compression: .enabled, extensions: Self.withoutContext) {
            socket,
            peer async throws in
            let turns = LoopTurns(of: socket.loop)
            let seen = Mutex<[Int]>([])
            let receiving = Task {
                try await socket.forEachMessage { message, _ in
                    #expect(message.bytes.count == 0)
                    seen.withLock { $0.append(turns.count) }
                }
            }
            await peer.send((frames + [.close(1000)]).bytes(from: peer.role))
            try await receiving.value
            turns.end()
            let counts = seen.withLock { $0 }
            #expect(counts.count == frames.count)
            // At most what arrives with a read in the same turn, beside a turn's own.
            #expect(Set(counts).count >= frames.count / 3)
        }
    }
}
