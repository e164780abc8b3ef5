//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import Testing
import WebSockets

@Suite("a process that is stopped and continued", .timeLimit(.minutes(1)))
struct StoppedProcessTests {
    @Test("what its peers sent in time counts, though it reads that only when the time is over")
    func inTime() async {
        // In a process of its own, which is stopped by SIGSTOP.
        await #expect(processExitsWith: .success) {
            var configuration = HTTPServer.Configuration()
            configuration.idleTimeout = .seconds(2)
            var connections = WebSocket.Configuration()
            connections.pingInterval = .milliseconds(50)
            connections.pongTimeout = .seconds(2)
            connections.closeTimeout = .seconds(2)
            let server = HTTPServer(configuration: configuration)
            let (codes, code) = AsyncStream<CloseCode?>.makeStream()
            server.get("/hello") { _ in HTTP.Response(text: "Hello World") }
            server.webSocket("/ws", upgrader: Upgrader(configuration: connections)) { socket in
                for try await message in socket {
                    if message == .text("close") {
                        try? await socket.close()
                        code.yield(socket.closeCode)
                    } else {
                        try await socket.send(message)
                    }
                }
            }
            try await withServer(server) { address in
                let port = try #require(address.port)
                let output = try await PythonPeer.stopServer(at: port, process: getpid())
                try #require(output == "message: b'kept'\nrequest: HTTP/1.1 200 OK\nclose: b'\\x03\\xe8'")
                var iterator = codes.makeAsyncIterator()
                #expect(await iterator.next() == .normalClosure)
            }
        }
    }
}
