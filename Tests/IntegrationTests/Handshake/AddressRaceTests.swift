//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Synchronization
import Testing
import WSTransport
import WebSockets

@Suite("addresses of one host", .timeLimit(.minutes(1)))
struct AddressRaceTests {
    private static func addresses(_ hosts: [String]) -> [NetworkAddress] {
        hosts.map { .tcp(host: $0, port: 80) }
    }

    @Test(
        "families alternate, beginning with the one that the system prefers",
        arguments: [
            ([], []), (["1"], ["1"]), (["1", "2"], ["1", "2"]), (["::1", "::2", "1", "2"], ["::1", "1", "::2", "2"]),
            (["1", "::1", "::2"], ["1", "::1", "::2"]), (["1", "2", "3", "::1"], ["1", "::1", "2", "3"]),
        ]
    )
    func order(hosts: [String], expected: [String]) {
        #expect(AddressRace(Self.addresses(hosts)).addresses == Self.addresses(expected))
    }

    /// Connects to a port of `::1`, and of a server at 127.0.0.1, and returns what was tried and the peer's address.
    private func race(atPort port: Int) async throws -> (tried: [NetworkAddress], winner: NetworkAddress?) {
        let tried = Mutex<[NetworkAddress]>([])
        let race = AddressRace([.tcp(host: "::1", port: port), .tcp(host: "127.0.0.1", port: port)])
        let stream = try await race.connect(on: EventLoopGroup.shared.leastLoaded) { address in
            tried.withLock { $0.append(address) }
        }
        let winner = try await stream.loop.perform { _ in
            defer { stream.close() }
            return stream.remoteAddress
        }
        return (tried.withLock { $0 }, winner)
    }

    @Test("one that refuses does not hold up the next")
    func refusing() async throws {
        try await withServer(HTTPServer(eventLoops: 1)) { address in
            let port = try #require(address.port)
            let outcome = try await self.race(atPort: port)
            #expect(outcome.tried == [.tcp(host: "::1", port: port), address])
            #expect(outcome.winner == address)
        }
    }

    @Test("one that does not answer does not keep the next from being tried")
    func hanging() async throws {
        try await withServer(HTTPServer(eventLoops: 1)) { address in
            let port = try #require(address.port)
            let deaf = BlockingSocket.deafListener(atPort: port)
            defer { deaf.forEach(BlockingSocket.close) }
            try #require(!deaf.isEmpty, "there is no IPv6 on the loopback interface")
            let outcome = try await self.race(atPort: port)
            #expect(outcome.tried == [.tcp(host: "::1", port: port), address])
            #expect(outcome.winner == address)
        }
    }

    @Test("when none can be connected to, the last says why")
    func none() async throws {
        let address = try await withServer(HTTPServer(eventLoops: 1)) { $0 }
        let port = try #require(address.port)
        let error = await #expect(throws: TransportError.self) { try await self.race(atPort: port) }
        #expect(error?.isConnectionRefused == true)
        #expect(error?.operation == "connect to \(address)")
    }

    @Test("an address that cannot be connected to at all does not hide that another one refuses for now")
    func transient() async throws {
        let address = try await withServer(HTTPServer(eventLoops: 1)) { $0 }
        for addresses in [
            [address, .tcp(host: "not numeric", port: 1)], [.tcp(host: "not numeric", port: 1), address],
        ] {
            let error = await #expect(throws: TransportError.self) {
                try await AddressRace(addresses).connect(on: EventLoopGroup.shared.leastLoaded)
            }
            #expect(error?.isConnectionRefused == true)
            #expect(error?.isTransient == true)
        }
    }

    @Test("a race that is cancelled while none answers ends")
    func cancelled() async throws {
        try await withServer(HTTPServer(eventLoops: 1)) { address in
            let port = try #require(address.port)
            let deaf = BlockingSocket.deafListener(atPort: port)
            defer { deaf.forEach(BlockingSocket.close) }
            let (attempts, attempt) = AsyncStream<Void>.makeStream()
            let hanging = NetworkAddress.tcp(host: "::1", port: port)
            let task = Task {
                try await AddressRace([hanging, hanging]).connect(on: EventLoopGroup.shared.leastLoaded) { _ in
                    attempt.yield()
                }
            }
            for await _ in attempts { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
