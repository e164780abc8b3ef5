//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    @Test(
        "bytes come back from an echo, however many and whatever the loops",
        arguments: [1, 2],
        [1, 100_000, 5_000_000]
    )
    func echo(loopCount: Int, byteCount: Int) async throws {
        try await withListener(at: .tcp(host: "127.0.0.1", port: 0), loops: loopCount) { address in
            let loop = EventLoopGroup.shared.leastLoaded
            let stream = try await loop.connect(to: address)
            let sent = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let received = try await exchange(sent, over: stream)
            #expect(received == sent)
        }
    }

    @Test func bytesComeBackOverAUnixSocket() async throws {
        let path = "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))"
        try await withListener(at: .unix(path: path), loops: 2) { address in
            let stream = try await EventLoopGroup.shared.leastLoaded.connect(to: address)
            let received = try await exchange([1, 2, 3], over: stream)
            #expect(received == [1, 2, 3])
        }
    }
}

/// Runs an echo server for the time of `body`.
func withListener(
    at address: SocketAddress,
    loops count: Int,
    _ body: (SocketAddress) async throws -> Void
) async throws {
    let loops = EventLoopGroup.lease(count: count)
    defer { EventLoopGroup.giveBack(loops) }
    let loop = loops[0]
    let (listener, bound) = try await withCheckedThrowingContinuation { continuation in
        loop.execute {
            continuation.resume(
                with: Result {
                    let listener = try Listener(at: address, on: loop, spreadingOver: loops) { stream in
                        stream.handler = EchoHandler(stream: stream)
                        stream.startReading()
                    }
                    return (listener, try #require(listener.localAddress))
                }
            )
        }
    }
    defer { loop.execute { listener.close() } }
    try await body(bound)
}

/// Sends bytes, ends its side, and returns what comes back until the peer ends its side.
func exchange(_ bytes: [UInt8], over stream: UVStream) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
        stream.loop.execute {
            stream.handler = CollectingHandler(stream: stream, continuation: continuation)
            stream.startReading()
            stream.append(bytes)
            stream.shutdownOutput()
        }
    }
}

/// Sends back what it receives.
final class EchoHandler: ByteStreamHandler {
    private let stream: UVStream

    init(stream: UVStream) {
        self.stream = stream
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.stream.append(bytes.span)
        if self.stream.pendingOutput > 65_536 {
            self.stream.stopReading()
            self.stream.notifyWhenDrained(to: 0)
        }
    }

    func streamDidReceiveEnd() {
        self.stream.shutdownOutput()
    }

    func streamDidDrain() {
        self.stream.startReading()
    }

    func streamDidClose() {}

    func streamDidFailWriting(_ error: TransportError) {
        self.stream.close()
    }

    func streamDidFail(_ error: TransportError) {}
}

/// Collects what it receives until the end.
final class CollectingHandler: ByteStreamHandler {
    private let stream: UVStream
    private let continuation: CheckedContinuation<[UInt8], any Error>
    private var received: [UInt8] = []

    init(stream: UVStream, continuation: CheckedContinuation<[UInt8], any Error>) {
        self.stream = stream
        self.continuation = continuation
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        for index in bytes.indices {
            self.received.append(bytes[index])
        }
    }

    func streamDidReceiveEnd() {
        self.stream.close()
        self.continuation.resume(returning: self.received)
    }

    func streamDidDrain() {}
    func streamDidClose() {}

    func streamDidFailWriting(_ error: TransportError) {}

    func streamDidFail(_ error: TransportError) {
        self.continuation.resume(throwing: error)
    }
}
