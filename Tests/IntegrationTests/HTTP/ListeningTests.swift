//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSockets

@Suite("Where a server listens", .timeLimit(.minutes(1)))
struct ListeningTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    /// Runs a server for the time of `body`, which gets the addresses.
    private func withServer(
        at endpoints: [ListenEndpoint],
        _ body: @escaping @Sendable ([NetworkAddress]) async throws -> Void
    ) async throws {
        let (addresses, continuation) = AsyncStream<[NetworkAddress]>.makeStream()
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer { continuation.finish() }
                try await makeServer { $0.eventLoops = 2 }.run(at: endpoints) { continuation.yield($0) }
            }
            for await addresses in addresses {
                try await body(addresses)
                group.cancelAll()
            }
            try await group.waitForAll()
        }
    }

    @Test("several addresses at once, of every kind")
    func several() async throws {
        let unix = unixAddress()
        guard case .unix(let path) = unix else { return }
        let descriptor = BlockingSocket.listening()
        let file = BlockingSocket.file(descriptor)
        try await self.withServer(at: [
            .tcp(host: "127.0.0.1", port: 0), .unix(path: path), .tcp(host: "::1", port: 0), .descriptor(descriptor),
        ]) { addresses in
            #expect(addresses.count == 4)
            #expect(addresses[1] == unix)
            #expect(Set(addresses).count == 4)
            for address in addresses {
                let status = try await answer(to: Self.hello, at: address).status
                #expect(status == 200)
            }
        }
        // It was the server's, and went with it.
        #expect(BlockingSocket.file(descriptor) != file)
    }

    @Test("if one of them cannot be listened at, none is")
    func allOrNothing() async throws {
        let unix = unixAddress()
        guard case .unix(let path) = unix else { return }
        for bad in [
            ListenEndpoint.unix(path: "/does/not/exist"), .descriptor(-1), .descriptor(BlockingSocket.pair().0),
        ] {
            let error = await #expect(throws: WebSocket.Error.self) {
                try await makeServer().run(at: [.unix(path: path), bad])
            }
            #expect(error?.code == .connectionFailed)
            #expect(error?.message.hasPrefix("Cannot listen at \(bad): ") == true)
        }
        try await self.withServer(at: [.unix(path: path)]) { _ in }
    }

    @Test(
        "who has connected when a server stops listening is served; what is left at an inherited socket is not touched"
    )
    func waiting() async throws {
        let loops = EventLoopGroup.lease(count: 2)
        defer { EventLoopGroup.giveBack(loops) }
        for isInherited in [false, true] {
            let accepted = Counter()
            let descriptor = BlockingSocket.listening()
            // The process that takes over has the socket, too.
            let successor = BlockingSocket.duplicate(descriptor)
            let clients = try await loops[0].perform { loop in
                let listener = try Listener(
                    at: isInherited ? .descriptor(descriptor) : .tcp(host: "127.0.0.1", port: 0),
                    on: loop,
                    spreadingOver: loops
                ) {
                    accepted.add()
                    $0.close()
                }
                // The loop waits meanwhile, and accepts nobody.
                let port = try #require(listener.localAddress?.port)
                let clients = (0..<20).map { _ in BlockingSocket.connected(toPort: port) }
                listener.close()
                return clients
            }
            for loop in loops { try await loop.perform { _ in } }
            #expect(accepted.value == (isInherited ? 0 : 20))
            #expect(BlockingSocket.acceptAll(successor) == (isInherited ? 20 : 0))
            for client in clients + [successor] { BlockingSocket.close(client) }
            if !isInherited { BlockingSocket.close(descriptor) }
        }
    }

    @Test(
        "the sockets of a service manager are those that it says are for this process",
        arguments: [
            ([:], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "2"], [.descriptor(3), .descriptor(4)]),
            (["LISTEN_PID": "7", "LISTEN_FDS": "0"], []),
            (["LISTEN_PID": "8", "LISTEN_FDS": "2"], []),
            (["LISTEN_FDS": "2"], []),
            (["LISTEN_PID": "7"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "-1"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "99999999999"], []),
            (["LISTEN_PID": "x", "LISTEN_FDS": "1"], []),
        ] as [([String: String], [ListenEndpoint])]
    )
    func serviceManager(variables: [String: String], endpoints: [ListenEndpoint]) {
        #expect(ListenEndpoint.passed(variables, to: 7) == endpoints)
    }

    @Test("a server that is to listen nowhere is the caller's mistake")
    func nowhere() async {
        await #expect(processExitsWith: .failure) { try await HTTPServer().run(at: []) }
    }
}
