//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct ConnectTests {
    @Test("a refused connection says so and leaves nothing behind")
    func refused() async throws {
        try await withLoops(2) { loops in
            let address = try await withEcho(on: [loops[0]]) { $0 }
            try await waitUntilUnused(loops)
            let error = await #expect(throws: TransportError.self) {
                _ = try await loops[1].connect(to: address)
            }
            #expect(error?.isConnectionRefused == true)
            #expect(error?.description.contains(address.description) == true)
        }
    }

    @Test(
        "an address that cannot be one is refused",
        arguments: [
            NetworkAddress.tcp(host: "localhost", port: 80), .tcp(host: "127.0.0.1", port: 70_000),
            .tcp(host: "127.0.0.1", port: -1), .tcp(host: "", port: 80),
            .unix(path: "/nowhere/at/all"), .unix(path: ""), .unix(path: "/tmp/nul\0byte"),
            .unix(path: "/tmp/" + String(repeating: "x", count: 200)),
        ]
    )
    func impossible(address: NetworkAddress) async throws {
        try await withLoops(1) { loops in
            await #expect(throws: TransportError.self) {
                _ = try await loops[0].connect(to: address)
            }
        }
    }

    @Test("cancelling ends an attempt that gets no answer, at once")
    func cancellation() async throws {
        try await withLoops(1) { loops in
            let (listener, address) = try await onThread { try RawSocket.listeningWithoutRoom() }
            defer { listener.close() }
            // The kernel completes a few connections that nobody accepts; then it answers no more.
            var attempts: [Task<UVStream, any Error>] = []
            for _ in 0..<8 {
                attempts.append(Task { try await loops[0].connect(to: address) })
            }
            let first = try await attempts[0].value
            try await waitUntil { try await loops[0].perform { $0.connectionCount.load(ordering: .relaxed) } == 8 }
            for attempt in attempts {
                attempt.cancel()
            }
            var cancelled = 0
            for attempt in attempts {
                switch await attempt.result {
                case .success(let stream): try await stream.onLoop { $0.close() }
                case .failure(let error):
                    #expect(error is CancellationError)
                    cancelled += 1
                }
            }
            #expect(first.loop === loops[0])
            #expect(cancelled > 0)
        }
    }

    @Test("a task that is cancelled before it connects does not connect")
    func cancelledBefore() async throws {
        try await withLoops(1) { loops in
            try await withEcho(on: loops) { address in
                let attempt = Task {
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                    _ = try await loops[0].connect(to: address)
                }
                await #expect(throws: CancellationError.self) { try await attempt.value }
            }
        }
    }
}

/// Asks again and again, until the answer is yes; the test's time limit ends it.
private func waitUntil(_ isTrue: () async throws -> Bool) async throws {
    while try await !isTrue() {
        await Task.yield()
    }
}
