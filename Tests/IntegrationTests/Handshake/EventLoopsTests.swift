//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("A dialer's event loops", .timeLimit(.minutes(1)))
struct EventLoopsTests {
    private func withEcho(_ body: @Sendable (_ url: String) async throws -> Void) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        try await withServer(server) { try await body("ws://\($0)/") }
    }

    @Test("by default all dialers share theirs")
    func shared() {
        #expect(Dialer().eventLoops === Dialer.EventLoops.shared)
        #expect(Dialer.EventLoops.shared.count >= 1)
    }

    @Test("connections of one loop's dialer live on one thread")
    func oneLoop() async throws {
        try await self.withEcho { url in
            var dialer = Dialer()
            dialer.eventLoops = Dialer.EventLoops(count: 1)
            let first = try await dialer.dial(url)
            let second = try await dialer.dial(url)
            let isShared = await first.sharesLoop(with: second)
            #expect(isShared)
            try await first.close()
            try await second.close()
        }
    }

    @Test("connections are spread over the loops, and keep apart from those of other dialers")
    func severalLoops() async throws {
        try await self.withEcho { url in
            var dialer = Dialer()
            dialer.eventLoops = Dialer.EventLoops(count: 2)
            #expect(dialer.eventLoops.count == 2)
            var other = Dialer()
            other.eventLoops = Dialer.EventLoops(count: 1)
            let sockets = [try await dialer.dial(url), try await dialer.dial(url), try await other.dial(url)]
            for (index, socket) in sockets.enumerated() {
                for another in sockets.dropFirst(index + 1) {
                    let isShared = await socket.sharesLoop(with: another)
                    #expect(!isShared)
                }
            }
            for socket in sockets { try await socket.close() }
        }
    }

    @Test("a connection outlives its dialer's loops")
    func outliving() async throws {
        try await self.withEcho { url in
            var dialer = Dialer()
            dialer.eventLoops = Dialer.EventLoops(count: 1)
            let socket = try await dialer.dial(url)
            dialer.eventLoops = .shared
            try await socket.send("still there")
            #expect(try await socket.receive() == .text("still there"))
            try await socket.close()
        }
    }
}

extension WebSocket {
    /// Whether another connection lives on this one's loop.
    fileprivate func sharesLoop(with other: WebSocket) async -> Bool {
        pthread_equal(self.thread, await other.thread) != 0
    }

    private var thread: pthread_t { pthread_self() }
}
