//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Connections that somebody else has made, for a client", .timeLimit(.minutes(1)))
struct NetDialTests {
    private struct Refused: Error, CustomStringConvertible {
        var description: String { "the tunnel is shut" }
    }

    @Test("a socket that is connected is used, and closed with the connection")
    func connectedSocket() async throws {
        let server = makeServer { $0.allowedHosts = .any }
        try await withServer(server) { address in
            let descriptor = BlockingSocket.connected(toPort: try #require(address.port))
            let file = BlockingSocket.file(descriptor)
            var dialer = Dialer()
            dialer.netDial = { host, port in
                #expect(host == "somewhere.example")
                #expect(port == 8080)
                return .socket(descriptor: descriptor)
            }
            try await dialer.connect(to: "ws://somewhere.example:8080/ws") { socket in
                try await socket.send("hi")
                let reply = try await socket.receive()
                #expect(reply == .text("hi"))
                #expect(socket.remoteAddress == address)
                guard case .socket(descriptor)? = socket.networkConnection else {
                    Issue.record("the connection underneath is \(String(describing: socket.networkConnection))")
                    return
                }
            }
            #expect(BlockingSocket.file(descriptor) != file)
        }
    }

    @Test("a descriptor that is no connected socket is refused, and closed")
    func uselessDescriptor() async throws {
        var dialer = Dialer()
        dialer.netDial = { _, _ in .socket(descriptor: -1) }
        let error = await expectFailure(.connectionFailed) { try await dialer.dial("ws://a.example/") }
        #expect(error?.message.contains("bad file descriptor") == true)

        let descriptor = BlockingSocket.unconnected()
        let file = BlockingSocket.file(descriptor)
        dialer.netDial = { _, _ in .socket(descriptor: descriptor) }
        await expectFailure(.connectionFailed) { try await dialer.dial("ws://a.example/") }
        #expect(BlockingSocket.file(descriptor) != file)
    }

    @Test("what netDial throws is the cause of the failure")
    func failure() async {
        var dialer = Dialer()
        dialer.netDial = { _, _ in throw Refused() }
        let error = await expectFailure(.connectionFailed) { try await dialer.dial("ws://a.example/") }
        #expect(error?.cause is Refused)
        #expect(error?.message == "Could not connect to ws://a.example/: the tunnel is shut.")
    }

    @Test("time for dialing includes netDial")
    func timeout() async {
        var dialer = Dialer(handshakeTimeout: .milliseconds(20))
        dialer.netDial = { _, _ in
            try await Task.sleep(for: .seconds(60))
            throw Refused()
        }
        await expectFailure(.timedOut) { try await dialer.dial("ws://a.example/") }
    }

    @Test("a dial that is cancelled while it waits for netDial ends")
    func cancellation() async {
        let (waiting, begun) = AsyncStream<Void>.makeStream()
        var dialer = Dialer()
        dialer.netDial = { _, _ in
            begun.yield()
            try await Task.sleep(for: .seconds(60))
            throw Refused()
        }
        let task = Task { [dialer] in try await dialer.dial("ws://a.example/") }
        for await _ in waiting { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
