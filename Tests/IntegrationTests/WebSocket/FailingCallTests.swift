//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport
import WebSockets

@Suite("calls that have nothing to wait for, again and again", .timeLimit(.minutes(1)))
struct FailingCallTests {
    /// Why there is nothing to wait for.
    enum Reason: CaseIterable {
        /// The connection has ended.
        case ended
        /// The task has been cancelled.
        case cancelled
        /// Another task receives.
        case concurrent
    }

    /// A call.
    enum Call: CaseIterable {
        case receive, receiveInTime, iterate, forEachMessage, nextReader, nextPiece, pieceBehindLast
        case send, sendPrepared, sendInTime, sendPieces, write, close, closeWithInvalidCode
    }

    /// The calls that find nothing to wait for, with the reason.
    static let cases: [(Call, Reason)] = Call.allCases.flatMap { call -> [(Call, Reason)] in
        switch call {
        case .receive, .receiveInTime, .iterate, .forEachMessage, .nextReader:
            Reason.allCases.map { (call, $0) }
        case .nextPiece:
            [(call, .ended), (call, .cancelled)]
        case .send, .sendPrepared, .sendInTime, .sendPieces, .write, .close:
            [(call, .ended)]
        case .pieceBehindLast, .closeWithInvalidCode:
            [(call, .cancelled)]
        }
    }

    private static func perform(
        _ call: Call,
        _ socket: isolated WebSocket,
        _ reader: WebSocket.MessageReader?,
        _ writer: WebSocket.MessageWriter?
    ) async throws {
        switch call {
        case .receive: _ = try await socket.receive()
        case .receiveInTime: _ = try await socket.receive(timeout: .seconds(1000))
        case .iterate: for try await _ in socket {}
        case .forEachMessage: try await socket.forEachMessage { _, _ in }
        case .nextReader: _ = try await socket.nextReader()
        case .nextPiece, .pieceBehindLast: _ = try await reader?.makeAsyncIterator().next()
        case .send: try await socket.send("text")
        case .sendPrepared: try await socket.send(WebSocket.PreparedMessage("text"))
        case .sendInTime: try await socket.send(.text("text"), timeout: .seconds(1000))
        case .sendPieces: try await socket.send(.text) { _ in }
        case .write: try await writer?.write("text")
        case .close: try await socket.close()
        case .closeWithInvalidCode: try await socket.close(code: .abnormalClosure)
        }
    }

    @Test("let the others on the loop have their turn each time", arguments: Self.cases)
    func turns(call: Call, reason: Reason) async throws {
        let count = 500
        let (turnCounts, report) = AsyncStream<Int>.makeStream()
        let handler: WebSocket.Handler = { socket in
            defer { report.finish() }
            _ = try await socket.receive()
            let reader = call == .nextPiece || call == .pieceBehindLast ? try await socket.nextReader() : nil
            let writer = call == .write ? try await socket.send(.text) { $0 } : nil
            let turns = LoopTurns(of: socket.loop)
            defer { turns.end() }
            switch reason {
            case .ended:
                socket.closeNow()
                for _ in 0..<count { try? await Self.perform(call, socket, reader, writer) }
            case .cancelled:
                let calls = Task {
                    for _ in 0..<count { try? await Self.perform(call, socket, reader, writer) }
                }
                calls.cancel()
                await calls.value
            case .concurrent:
                let (started, start) = AsyncStream<Void>.makeStream()
                let other = Task {
                    start.finish()
                    return try await socket.receive()
                }
                for await _ in started {}
                await socket.loop.nextTurn()
                for _ in 0..<count { try? await Self.perform(call, socket, reader, writer) }
                other.cancel()
            }
            report.yield(turns.count)
        }
        try await withHandler(handler) { address in
            let peer = try await FramePeer(dialing: address)
            await peer.send(.text("begin"))
            if call == .nextPiece { await peer.send(.text("a").notFinal) }
            if call == .pieceBehindLast { await peer.send(.text("a")) }
            for await turnCount in turnCounts { #expect(turnCount >= count * 9 / 10) }
            await peer.close()
        }
    }
}
