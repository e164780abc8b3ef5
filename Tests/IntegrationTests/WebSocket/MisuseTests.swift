//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

/// What is a panic, a corrupt stream or a silent mistake elsewhere.
@Suite("misuse of a connection has a defined result", .timeLimit(.minutes(1)))
struct MisuseTests {
    /// How a connection may have ended.
    enum End: CaseIterable {
        case closedByUs, closedByPeer, dropped, lost, failed
    }

    private static func end(_ end: End, _ socket: WebSocket, _ peer: FramePeer) async throws {
        switch end {
        case .closedByUs:
            try await socket.startClosingHandshake()
            #expect(try await peer.receive() == .close(1000))
            await peer.send(.close(1000))
        case .closedByPeer: await peer.send(.close(4000))
        case .dropped: await socket.closeNow()
        case .lost: await peer.close()
        case .failed: await peer.send([0xFF, 0xFF])
        }
        _ = try? await socket.receive()
    }

    @Test("receiving from a connection that has ended throws, however often", arguments: End.allCases)
    func receiving(end: End) async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            try await Self.end(end, socket, peer)
            let first = await #expect(throws: WebSocket.Error.self) { try await socket.receive() }
            for _ in 0..<2000 {
                do {
                    _ = try await socket.receive()
                    Issue.record("there is a message")
                } catch let error as WebSocket.Error {
                    try #require(error.code == first?.code)
                }
            }
            // The sequence ends if the connection was closed normally.
            let isNormal = end == .closedByUs || end == .dropped
            if isNormal {
                for _ in 0..<3 {
                    let messages = socket.makeAsyncIterator()
                    #expect(try await messages.next() == nil)
                }
            }
        }
    }

    @Test("sending on a connection that has ended throws, in every way there is", arguments: End.allCases)
    func sending(end: End) async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            try await Self.end(end, socket, peer)
            let expected: CloseCode? =
                switch end {
                case .closedByUs: .normalClosure
                case .closedByPeer: CloseCode(rawValue: 4000)
                case .dropped, .lost, .failed: .abnormalClosure
                }
            for _ in 0..<3 {
                let error = await expectFailure(.closed) { try await socket.send("a") }
                #expect(error?.closeCode == expected)
                await expectFailure(.closed) { try await socket.send([1], compress: false) }
                await expectFailure(.closed) { try await socket.send(.text("a"), timeout: .seconds(1)) }
                await expectFailure(.closed) { try await socket.send(WebSocket.PreparedMessage("a")) }
                await expectFailure(.closed) { try await socket.send(json: [1]) }
                await expectFailure(.closed) { try await socket.enqueue("a") }
                await expectFailure(.closed) { try await socket.enqueue(WebSocket.PreparedMessage("a")) }
                await expectFailure(.closed) { try await socket.ping() }
                await expectFailure(.closed) { try await socket.pong() }
                await expectFailure(.closed) { try await socket.send(.text) { _ in } }
            }
            // Closing again is no error.
            await socket.closeNow()
            try await socket.close(code: .internalServerError)
        }
    }

    @Test("a message cannot be sent as if it were a control frame, nor a control frame be too large")
    func controlFrames() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            let tooLong = String(repeating: "x", count: 124)
            await expectFailure(.invalidArgument) { try await socket.close(reason: tooLong) }
            await expectFailure(.invalidArgument) { try await socket.ping([UInt8](repeating: 0, count: 126)) }
            try await socket.send("still good")
            #expect(try await peer.receive() == .text("still good"))
        }
    }

    @Test("two iterators take turns, and none loses a message to the other")
    func iterators() async throws {
        try await withSocket(as: .server) { socket, peer async throws in
            await peer.send(.text("1"), .text("2"), .text("3"))
            let one = socket.makeAsyncIterator()
            let other = socket.makeAsyncIterator()
            #expect(try await one.next() == .text("1"))
            #expect(try await other.next() == .text("2"))
            #expect(try await one.next() == .text("3"))
        }
    }
}
