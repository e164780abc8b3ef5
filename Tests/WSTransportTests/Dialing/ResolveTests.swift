//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct ResolveTests {
    @Test("a numeric address is its own answer", arguments: ["127.0.0.1", "::1", "192.0.2.255"])
    func numeric(host: String) async throws {
        try await withLoops(1) { loops in
            let addresses = try await loops[0].resolve(host: host, port: 80)
            #expect(addresses == [.tcp(host: host, port: 80)])
        }
    }

    @Test(
        "an address with the zone of an interface is its own answer",
        arguments: ["::1%lo", "fe80::1%lo", "fe80::1%1"]
    )
    func zone(host: String) async throws {
        try await withLoops(1) { loops in
            let addresses = try await loops[0].resolve(host: host, port: 80)
            #expect(addresses == [.tcp(host: host, port: 80)])
        }
    }

    @Test(
        "an address with the zone of an interface that is not there is an error that names it",
        arguments: ["fe80::1%nowhere", "fe80::1%", "fe80::1%0", "fe80::1%4294967296", "fe80::1%-1", "nonsense:%lo"]
    )
    func unknownZone(host: String) async throws {
        try await withLoops(1) { loops in
            let error = await #expect(throws: TransportError.self) {
                _ = try await loops[0].resolve(host: host, port: 80)
            }
            #expect(error?.description == "look up \(host): no such device or address")
        }
    }

    @Test("this machine's name leads to the loopback interface")
    func localhost() async throws {
        try await withLoops(1) { loops in
            let addresses = try await loops[0].resolve(host: "localhost", port: 8080)
            #expect(!addresses.isEmpty)
            for address in addresses {
                #expect([.tcp(host: "127.0.0.1", port: 8080), .tcp(host: "::1", port: 8080)].contains(address))
            }
        }
    }

    @Test(
        "what cannot be a name is refused, with the name",
        arguments: [String(repeating: "a", count: 64) + ".test", String(repeating: "ab.", count: 200)]
    )
    func impossible(host: String) async throws {
        try await withLoops(1) { loops in
            let error = await #expect(throws: TransportError.self) {
                _ = try await loops[0].resolve(host: host, port: 80)
            }
            #expect(error?.description.contains(host) == true)
        }
    }

    @Test("a task that is cancelled gets no answer, and the loop no trouble")
    func cancellation() async throws {
        try await withLoops(1) { loops in
            for _ in 0..<20 {
                let lookup = Task {
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                    _ = try await loops[0].resolve(host: "localhost", port: 80)
                }
                await #expect(throws: CancellationError.self) { try await lookup.value }
            }
            // Cancelled while it is under way, or a moment too late.
            for _ in 0..<20 {
                let lookup = Task { try await loops[0].resolve(host: "localhost", port: 80) }
                await Task.yield()
                lookup.cancel()
                switch await lookup.result {
                case .success(let addresses): #expect(!addresses.isEmpty)
                case .failure(let error): #expect(error is CancellationError)
                }
            }
            let addresses = try await loops[0].resolve(host: "localhost", port: 80)
            #expect(!addresses.isEmpty)
        }
    }
}
