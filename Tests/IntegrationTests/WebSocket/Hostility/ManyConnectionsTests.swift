//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("many connections", .timeLimit(.minutes(1)))
struct ManyConnectionsTests {
    /// How many descriptors the process has open.
    private static func descriptorCount() -> Int {
        (0..<Int32(20_000)).count { fcntl($0, F_GETFD) != -1 }
    }

    /// Opens connections, sends a message on each while all are open, and ends them in different ways.
    private static func echo(over count: Int) async throws {
        let server = HTTPServer(eventLoops: 2)
        server.webSocket("/") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/fast") { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        try await withServer(server) { address in
            let sockets = try await withThrowingTaskGroup(of: (Int, WebSocket).self) { group in
                var sockets: [(Int, WebSocket)] = []
                for number in 0..<count {
                    // Not all at once, which the system would answer by losing some.
                    if number >= 200, let socket = try await group.next() { sockets.append(socket) }
                    group.addTask {
                        (number, try await Dialer().dial("ws://\(address)/\(number.isMultiple(of: 2) ? "" : "fast")"))
                    }
                }
                for try await socket in group { sockets.append(socket) }
                return sockets
            }
            #expect(sockets.count == count)
            try await withThrowingTaskGroup { group in
                for (number, socket) in sockets {
                    group.addTask {
                        try await socket.send("\(number)")
                        #expect(try await socket.receive() == .text("\(number)"))
                        if number.isMultiple(of: 3) {
                            await socket.closeNow()
                        } else {
                            try await socket.close()
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("two thousand are answered, and no descriptor is left")
    func leakNothing() async throws {
        // In a process of its own, where nothing else opens descriptors.
        await #expect(processExitsWith: .success) {
            // Each loop keeps a few of its own from its first connection on, so all are made to have one.
            try await Self.echo(over: 2000)
            let before = Self.descriptorCount()
            try await Self.echo(over: 2000)
            #expect(Self.descriptorCount() == before)
        }
    }
}
