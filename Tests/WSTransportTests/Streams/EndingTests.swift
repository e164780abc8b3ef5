//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct EndingTests {
    @Test("when our side has ended, the peer's can still be received", arguments: [NetworkAddress.loopback, nil])
    func ourEndFirst(address: NetworkAddress?) async throws {
        try await withPair(at: address) { stream, peer in
            var recording = try await Recording(stream)
            try await stream.onLoop { stream in
                stream.append([1, 2])
                stream.shutdownOutput()
                // Nothing can follow.
                stream.append([3])
                stream.append(capacity: 1) { $0.append(4) }
                stream.shutdownOutput()
            }
            #expect(try await onThread { try peer.receive(10) } == [1, 2])
            try await onThread {
                try peer.send([5, 6])
                peer.shutDownOutput()
            }
            #expect(await recording.receive(2) == [5, 6])
            #expect(await recording.rest() == [.end, .closed])
            #expect(try await stream.onLoop { $0.isClosed })
        }
    }

    @Test("when the peer's side has ended, ours can still be sent", arguments: [NetworkAddress.loopback, nil])
    func peersEndFirst(address: NetworkAddress?) async throws {
        try await withPair(at: address) { stream, peer in
            var recording = try await Recording(stream)
            try await onThread {
                try peer.send([1])
                peer.shutDownOutput()
            }
            #expect(await recording.receive(1) == [1])
            #expect(await recording.next() == .end)
            let answer = [UInt8](repeating: 9, count: 300_000)
            try await stream.onLoop { stream in
                #expect(!stream.isClosed)
                stream.append(answer)
                stream.shutdownOutput()
            }
            #expect(try await onThread { try peer.receive(400_000) } == answer)
            #expect(await recording.rest() == [.closed])
        }
    }

    @Test("two sides that end without a word close the stream", arguments: [NetworkAddress.loopback, nil])
    func nothingSaid(address: NetworkAddress?) async throws {
        try await withPair(at: address) { stream, peer in
            var recording = try await Recording(stream)
            try await stream.onLoop { $0.shutdownOutput() }
            try await onThread { peer.shutDownOutput() }
            #expect(await recording.rest() == [.end, .closed])
        }
    }

    @Test("a reset while reading is told once, and the stream is closed")
    func resetWhileReading() async throws {
        try await withPair { stream, peer in
            var recording = try await Recording(stream)
            try await onThread { try peer.send([1]) }
            #expect(await recording.receive(1) == [1])
            try await onThread { peer.reset() }
            let events = await recording.rest()
            guard case .failed(let error?)? = events.first else {
                Issue.record("\(events)")
                return
            }
            #expect(events.count == 1)
            #expect(error.operation == "read")
            #expect(try await stream.onLoop { $0.isClosed })
        }
    }

    @Test("a reset while writing and reading is told once as the stream's failure")
    func resetWhileWritingAndReading() async throws {
        try await withPair { stream, peer in
            var recording = try await Recording(stream)
            // More than the kernel takes.
            try await stream.onLoop { $0.append([UInt8](repeating: 1, count: 20_000_000)) }
            _ = try await onThread { try peer.receive(1000) }
            #expect(try await stream.onLoop { $0.pendingOutput } > 0)
            try await onThread { peer.reset() }
            let events = await recording.rest()
            #expect(events.filter { if case .failed = $0 { true } else { false } }.count == 1, "\(events)")
            #expect(events.count <= 2, "at most that writing failed before: \(events)")
        }
    }

    @Test("a reset while only writing is told once as that, and leaves the stream to its handler")
    func resetWhileWriting() async throws {
        try await withPair { stream, peer in
            var recording = try await Recording(stream, isReading: false)
            try await stream.onLoop { $0.append([UInt8](repeating: 1, count: 20_000_000)) }
            _ = try await onThread { try peer.receive(1000) }
            try await onThread { peer.reset() }
            guard case .failedWriting(let error?)? = await recording.next() else {
                Issue.record("no failure was told")
                return
            }
            #expect(error.operation == "write")
            try await stream.onLoop { stream in
                #expect(!stream.isClosed)
                #expect(stream.pendingOutput == 0)
                // Nothing more can be written, and nothing more is told.
                stream.append([1])
                stream.append([UInt8](repeating: 1, count: 100_000))
                stream.notifyWhenDrained(to: 0)
                stream.shutdownOutput()
                #expect(stream.pendingOutput == 0)
            }
            try await stream.onLoop { $0.close() }
            #expect(await recording.rest() == [])
        }
    }

    @Test("closing drops what is pending, tells nobody and releases the handler", arguments: [true, false])
    func closeWhileWriting(isWriteUnderWay: Bool) async throws {
        try await withPair { stream, peer in
            var recording = try await Recording(stream)
            let count = 20_000_000
            try await stream.onLoop { stream in
                stream.append([UInt8](repeating: 1, count: count))
                stream.notifyWhenDrained(to: 0)
                if !isWriteUnderWay {
                    stream.close()
                }
            }
            if isWriteUnderWay {
                _ = try await onThread { try peer.receive(1000) }
                try await stream.onLoop { stream in
                    #expect(stream.pendingOutput > 0)
                    stream.close()
                    stream.close()
                }
            }
            #expect(await recording.rest() == [])
            // The peer gets what the kernel had taken, and the end.
            let received = try await onThread { try peer.receive(count) }
            #expect(received.count < count)
            if !isWriteUnderWay {
                #expect(received.isEmpty)
            }
        }
    }

    @Test("a handler may close its stream in any call")
    func closingFromHandler() async throws {
        final class ClosingHandler: ByteStreamHandler {
            let stream: UVStream
            let calls: AsyncStream<String>.Continuation

            init(stream: UVStream, calls: AsyncStream<String>.Continuation) {
                self.stream = stream
                self.calls = calls
            }

            deinit { self.calls.finish() }

            func close(_ call: String) {
                self.stream.append([1, 2, 3])
                self.stream.close()
                self.calls.yield(call)
            }

            func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) { self.close("receive") }
            func streamDidReceiveEnd() { self.close("end") }
            func streamDidDrain() { self.close("drain") }
            func streamDidClose() { self.close("close") }
            func streamDidFailWriting(_ error: any Error) { self.close("failWriting") }
            func streamDidFail(_ error: any Error) { self.close("fail") }
        }

        for expected in ["receive", "end", "drain", "close", "fail"] {
            try await withPair { stream, peer in
                let (calls, continuation) = AsyncStream<String>.makeStream()
                try await stream.onLoop { stream in
                    stream.handler = ClosingHandler(stream: stream, calls: continuation)
                    switch expected {
                    case "drain":
                        stream.append([1])
                        stream.notifyWhenDrained(to: 0)
                    case "receive", "end", "fail":
                        stream.startReading()
                    default:
                        stream.shutdownOutput()
                        stream.startReading()
                    }
                }
                try await onThread {
                    switch expected {
                    case "receive": try peer.send([1])
                    case "end": peer.shutDownOutput()
                    case "fail": peer.reset()
                    case "close":
                        _ = try peer.receive(1)
                        peer.shutDownOutput()
                    default: break
                    }
                }
                var all: [String] = []
                for await call in calls {
                    all.append(call)
                }
                // The end of the peer's side is told before the stream's.
                #expect(all == [expected == "close" ? "end" : expected])
            }
        }
    }

    /// Runs `body` with a stream and its peer; the loop must be unused at its end.
    private func withPair(
        at address: NetworkAddress? = .loopback,
        _ body: (UVStream, RawSocket) async throws -> Void
    ) async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(at: address ?? .temporaryPath(), on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address)
                let stream = try #require(await accepted.next())
                try await body(stream, peer)
                peer.close()
            }
        }
    }
}
