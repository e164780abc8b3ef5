//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WSTransport

@Suite("Streams over channels", .timeLimit(.minutes(1)))
struct ChannelStreamTests {
    @Test("the end is not delivered while reading is stopped, even if it was stopped just before")
    func endWhileStopped() async throws {
        try await withLoops(1) { loops in
            let stream = try await loops[0].adopt(.channel(BriefChannel()))
            let isEnded = await withCheckedContinuation { stopped in
                loops[0].execute {
                    stream.handler = StoppingHandler(stream) { stopped.resume(returning: $0) }
                    stream.startReading()
                }
            }
            #expect(!isEnded)
            let isEndedAfterwards =
                isEnded
                ? true
                : await withCheckedContinuation { ended in
                    loops[0].execute {
                        stream.handler = StoppingHandler(stream) { ended.resume(returning: $0) }
                        stream.startReading()
                    }
                }
            #expect(isEndedAfterwards)
            try await loops[0].perform { _ in stream.close() }
        }
    }
}

/// Stops reading in the turn after bytes have come, and tells some turns later, or at the end, whether the end has come.
//
// Sendable, unchecked: confined to the stream's loop.
private final class StoppingHandler: ByteStreamHandler, @unchecked Sendable {
    private let stream: any ByteStream
    private var report: ((Bool) -> Void)?

    init(_ stream: any ByteStream, _ report: @escaping (Bool) -> Void) {
        self.stream = stream
        self.report = report
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        let loop = self.stream.loop
        loop.execute {
            self.stream.stopReading()
            Task(executorPreference: loop) {
                for _ in 0..<10 { await loop.nextTurn() }
                self.report.take()?(false)
            }
        }
    }

    func streamDidReceiveEnd() { self.report.take()?(true) }
    func streamTimeReached(_ now: UInt64) {}
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) {}
}

/// A channel with one byte, and the end right behind it.
private final class BriefChannel: ByteChannel {
    private let hasByte = Atomic(true)

    func read() async -> [UInt8]? {
        self.hasByte.exchange(false, ordering: .relaxed) ? [1] : nil
    }

    func write(_ bytes: [UInt8]) async {}
    func finishWriting() async {}
    func close() {}
}
