//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Staying connected", .timeLimit(.minutes(1)))
struct ConnectionsTests {
    private static let impatient = Dialer.Backoff(initial: .microseconds(100), maximum: .milliseconds(2))

    @Test("there is a fresh connection after each loss, however the last one ended")
    func losses() async throws {
        let count = Counter()
        let server = HTTPServer(eventLoops: 1)
        server.webSocket("/") { socket in
            try await socket.send("\(count.add())")
            switch count.value {
            case 1: socket.closeNow()
            case 2: try await socket.close(code: .serviceRestart)
            case 3: try await socket.close()
            default: for try await _ in socket {}
            }
        }
        try await withServer(server) { address in
            var seen: [WebSocket.Message] = []
            for try await socket in Dialer().connections(to: "ws://\(address)/", backoff: Self.impatient) {
                // The first may break before its message has left.
                while let message = try? await socket.receive() {
                    seen.append(message)
                    // One that is still open is closed for the next.
                    if count.value >= 4 { break }
                }
                if count.value == 6 {
                    try await socket.close()
                    break
                }
            }
            #expect(seen.suffix(5) == ["2", "3", "4", "5", "6"].map { .text($0) })
        }
    }

    @Test("a server that comes back is found again")
    func comesBack() async throws {
        let address = unixAddress()
        guard case .unix(let path) = address else { return }
        let (connected, refused) = (Signal(), Signal())
        let connections = Dialer().connections(to: "ws+unix:\(path):/ws", backoff: Self.impatient) { error, _ in
            refused.send()
            return error.isTransient
        }
        let client = Task {
            for try await socket in connections {
                connected.send()
                while (try? await socket.receive()) != nil {}
            }
        }
        // Not there yet; there; gone; and back again.
        await refused.wait()
        for _ in 0..<2 {
            try await withServer(makeServer(), at: address) { _ in await connected.wait() }
        }
        client.cancel()
        await #expect(throws: CancellationError.self) { try await client.value }
    }

    @Test("what trying again cannot mend is thrown, and whoever decides is asked")
    func gaveUp() async throws {
        try await withServer(makeServer()) { address in
            var iterator = Dialer().connections(to: "ws://\(address)/nowhere").makeAsyncIterator()
            do {
                _ = try await iterator.next()
                Issue.record("there is a connection")
            } catch let error as WebSocket.Error {
                #expect(error.code == .handshakeFailed)
                #expect(error.response?.status == 404)
                #expect(!error.isTransient)
            }
            let asked = Counter()
            var stubborn = Dialer()
                .connections(to: "ws://\(address)/nowhere", backoff: Self.impatient) { error, failures in
                    #expect(asked.add() == failures)
                    return failures < 5
                }
                .makeAsyncIterator()
            do {
                _ = try await stubborn.next()
                Issue.record("there is a connection")
            } catch let error as WebSocket.Error {
                #expect(error.response?.status == 404)
            }
            #expect(asked.value == 5)
        }
    }

    @Test("a wait ends when the task is cancelled")
    func cancellation() async throws {
        let refused = Signal()
        let endless = Dialer.Backoff(initial: .seconds(1_000_000), maximum: .seconds(1_000_000))
        let connections = Dialer().connections(to: "ws+unix:/does/not/exist:/", backoff: endless) { _, _ in
            refused.send()
            return true
        }
        let client = Task {
            for try await _ in connections {}
        }
        await refused.wait()
        client.cancel()
        await #expect(throws: CancellationError.self) { try await client.value }
    }

    @Test(
        "a server that refuses for now is tried again, and one that refuses for good is not",
        arguments: [
            (503, true), (429, true), (502, true), (408, true), (401, false), (403, false), (426, false), (301, false),
            (425, true), (504, true), (507, true), (520, true), (599, true), (600, true), (999, true),
            (501, false), (505, false), (511, false), (499, false), (200, false), (299, false), (399, false),
        ]
    )
    func statuses(status: HTTP.Status, isTransient: Bool) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { _ in HTTP.Response(status: status, headers: ["Retry-After": "0"]) }
        try await withServer(server) { address in
            let error = await expectFailure(.handshakeFailed) { try await Dialer().dial("ws://\(address)/") }
            #expect(error?.isTransient == isTransient)
        }
    }

    @Test("a server may ask for a longer wait, up to the longest")
    func retryAfter() async throws {
        let count = Counter()
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { _ in
            count.add()
            return HTTP.Response(status: 503, headers: ["Retry-After": "1000000"])
        }
        try await withServer(server) { address in
            let backoff = Dialer.Backoff(initial: .microseconds(1), maximum: .milliseconds(20))
            let begin = ContinuousClock.now
            var iterator = Dialer()
                .connections(to: "ws://\(address)/", backoff: backoff) { _, failures in failures < 4 }
                .makeAsyncIterator()
            do {
                _ = try await iterator.next()
            } catch {}
            #expect(count.value == 4)
            #expect(begin.duration(to: .now) >= .milliseconds(60))
        }
    }
}
