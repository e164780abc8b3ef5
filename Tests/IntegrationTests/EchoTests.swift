//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite(.timeLimit(.minutes(1)))
struct EchoTests {
    @Test("a message comes back through either lane", arguments: ["/echo", "/echo-fast"])
    func echo(path: String) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/echo") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/echo-fast") { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        try await withServer(server) { address in
            try await Dialer().connect(to: "ws://\(address)\(path)") { socket in
                for size in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
                    let text = String(repeating: "x", count: size)
                    try await socket.send(text)
                    #expect(try await socket.receive() == .text(text))
                    let bytes = [UInt8](repeating: 7, count: size)
                    try await socket.send(bytes)
                    #expect(try await socket.receive() == .binary(bytes))
                }
            }
        }
    }
}
