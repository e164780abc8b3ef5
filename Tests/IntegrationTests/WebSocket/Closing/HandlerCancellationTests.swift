//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("the cancellation of a handler", .timeLimit(.minutes(1)))
struct HandlerCancellationTests {
    private struct Trouble: Error {}

    /// What a handler does until the server cancels it, and how it ends then.
    enum Reaction: CaseIterable {
        case returns
        case throwsCancellationError
        case throwsAnotherError
        case leavesReceiveLoop
        case leavesOpenLoop
        case leavesReceiveInOpenLoop
    }

    private static func react(_ reaction: Reaction, _ socket: isolated WebSocket, _ turns: Counter) async throws {
        switch reaction {
        case .returns:
            for await _ in AsyncStream<Never>.makeStream().stream {}
        case .throwsCancellationError:
            try await Task.sleep(for: .seconds(1000))
        case .throwsAnotherError:
            try? await Task.sleep(for: .seconds(1000))
            throw Trouble()
        case .leavesReceiveLoop:
            while (try? await socket.receive()) != nil {}
        case .leavesOpenLoop:
            while socket.isOpen, turns.add() < 1000 { try? await Task.sleep(for: .seconds(1000)) }
        case .leavesReceiveInOpenLoop:
            while socket.isOpen, turns.add() < 1000 { _ = try? await socket.receive() }
        }
    }

    @Test(
        "a handler that the server cancels closes with 1001, whether it returns or throws",
        arguments: Reaction.allCases
    )
    func server(reaction: Reaction) async throws {
        let events = EventLog()
        let server = makeServer { $0.onEvent = { events.append($0) } }
        let turns = Counter()
        server.webSocket("/") { socket in
            try await socket.send("here")
            try await Self.react(reaction, socket, turns)
        }
        let socket = try await withServer(server) { address in
            let socket = try await Dialer(configuration: .patient).dial("ws://\(address)/")
            #expect(try await socket.receive() == .text("here"))
            return socket
        }
        for try await message in socket { Issue.record("\(message)") }
        #expect(await socket.closeCode == .goingAway)
        #expect(turns.value <= 1)
        #expect(server.metrics.handlersFailed == (reaction == .throwsAnotherError ? 1 : 0))
        #expect(events.events.contains { if case .webSocketClosed(.goingAway, nil) = $0.kind { true } else { false } })
    }

    @Test("a connection is not open for its handler once that has been cancelled, but the last messages can be sent")
    func notOpen() async throws {
        let server = makeServer()
        server.webSocket("/") { socket in
            try await socket.send("here")
            try? await Task.sleep(for: .seconds(1000))
            try await socket.send("open: \(socket.isOpen)")
        }
        let socket = try await withServer(server) { address in
            let socket = try await Dialer(configuration: .patient).dial("ws://\(address)/")
            #expect(try await socket.receive() == .text("here"))
            return socket
        }
        #expect(try await socket.receive() == .text("open: false"))
        for try await message in socket { Issue.record("\(message)") }
        #expect(await socket.closeCode == .goingAway)
    }

    @Test("a CancellationError of something else is an error of the handler: 1011, counted and reported")
    func foreignError() async throws {
        let events = EventLog()
        let server = makeServer { $0.onEvent = { events.append($0) } }
        server.webSocket("/") { _ in
            let other = Task { try await Task.sleep(for: .seconds(1000)) }
            other.cancel()
            try await other.value
        }
        try await withServer(server) { address async throws in
            let peer = try await FramePeer(dialing: address)
            #expect(try await peer.receive() == .close(1011))
            await peer.send(.close(1011))
            #expect(try await peer.receive() == nil)
        }
        #expect(server.metrics.handlersFailed == 1)
        let errors = events.events.compactMap { if case .handlerFailed(let error) = $0.kind { error } else { nil } }
        #expect(errors.count == 1 && errors.first is CancellationError)
    }

    @Test("a client whose task is cancelled closes with 1001, however its body ends", arguments: Reaction.allCases)
    func client(reaction: Reaction) async throws {
        try await withFramePeers { address, peers async throws in
            let (turns, isConnected) = (Counter(), Signal())
            let connecting = Task {
                try await Dialer(configuration: .patient).connect(to: "ws://\(address)/") { socket async throws in
                    isConnected.send()
                    try await Self.react(reaction, socket, turns)
                }
            }
            var iterator = peers.makeAsyncIterator()
            let peer = try #require(await iterator.next())
            try await peer.accept()
            await isConnected.wait()
            connecting.cancel()
            #expect(try await peer.receive() == .close(1001))
            await peer.send(.close(1001))
            await peer.endOutput()
            _ = await connecting.result
            // It may see its own cancellation a moment before the connection does.
            #expect(turns.value < 1000)
        }
    }

    @Test("a CancellationError of something else closes a client's connection with 1011")
    func foreignErrorOfClient() async throws {
        try await withFramePeers { address, peers async throws in
            let connecting = Task {
                try await Dialer(configuration: .patient).connect(to: "ws://\(address)/") { _ async throws in
                    throw CancellationError()
                }
            }
            var iterator = peers.makeAsyncIterator()
            let peer = try #require(await iterator.next())
            try await peer.accept()
            #expect(try await peer.receive() == .close(1011))
            await peer.send(.close(1011))
            await peer.endOutput()
            await #expect(throws: CancellationError.self) { try await connecting.value }
        }
    }

    @Test("a CancellationError of netDial is a failed dial, after which a client that stays connected dials again")
    func foreignErrorOfDial() async throws {
        var dialer = Dialer()
        let attempts = Counter()
        dialer.netDial = { _, _ in
            attempts.add()
            throw CancellationError()
        }
        await expectFailure(.connectionFailed) { try await dialer.dial("ws://127.0.0.1/") }
        let connections = dialer.connections(
            to: "ws://127.0.0.1/",
            backoff: Dialer.Backoff(initial: .milliseconds(1))
        ) { error, failures in error.isTransient && failures < 3 }
        await expectFailure(.connectionFailed) { for try await _ in connections {} }
        #expect(attempts.value == 4)
    }
}
