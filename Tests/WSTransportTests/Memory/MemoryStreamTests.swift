//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Testing
import WSTransport

@Suite("streams in memory", .timeLimit(.minutes(1)))
struct MemoryStreamTests {
    private static let loop = EventLoop(hasManualTime: true)
    private static let reset = TransportError(code: UV_ECONNRESET.rawValue, operation: "read")

    /// Both ends of a stream, and what happens on each.
    private struct Ends {
        let one: MemoryStream
        let other: MemoryStream
        var first: Recording
        var second: Recording

        init(isReading: Bool = true) async throws {
            (self.one, self.other) = try await MemoryStreamTests.loop.perform { MemoryStream.pair(on: $0) }
            self.first = try await Recording(self.one, isReading: isReading)
            self.second = try await Recording(self.other, isReading: isReading)
        }

        func onLoop(_ body: @escaping @Sendable (_ one: MemoryStream, _ other: MemoryStream) -> Void) async throws {
            let (one, other) = (self.one, self.other)
            try await MemoryStreamTests.loop.perform { _ in body(one, other) }
            await MemoryStreamTests.loop.settle()
        }
    }

    @Test("what is written on one end arrives at the other, and both close when both have ended")
    func exchange() async throws {
        var ends = try await Ends()
        try await ends.onLoop { one, other in
            one.append([1, 2])
            one.append(capacity: 1) { $0.append(3) }
            other.append([4])
            one.shutdownOutput()
        }
        #expect(await ends.first.next() == .bytes([4]))
        #expect(await ends.second.next() == .bytes([1, 2, 3]))
        #expect(await ends.second.next() == .end)
        try await ends.onLoop { _, other in
            other.append([5])
            other.shutdownOutput()
        }
        #expect(await ends.first.rest() == [.bytes([5]), .end, .closed])
        #expect(await ends.second.rest() == [.closed])
        try await ends.onLoop { one, other in
            #expect(one.isClosed && other.isClosed)
            #expect(one.writtenCount == 3 && other.writtenCount == 2)
        }
    }

    @Test("what is not read fills the buffer between the ends, and then waits with the writer")
    func backpressure() async throws {
        var ends = try await Ends(isReading: false)
        try await ends.onLoop { one, other in
            other.capacity = 10
            one.append([UInt8](repeating: 1, count: 25))
        }
        try await ends.onLoop { one, _ in
            #expect(one.pendingOutput == 15)
            one.notifyWhenDrained(to: 5)
        }
        try await ends.onLoop { _, other in other.startReading() }
        #expect(await ends.first.next() == .drained(pendingOutput: 5))
        #expect(await ends.second.receive(25).count == 25)
        try await ends.onLoop { one, _ in
            #expect(one.pendingOutput == 0)
            one.close()
        }
        #expect(await ends.second.next() == .end)
    }

    @Test("it can be cut into single bytes, and stall")
    func faults() async throws {
        var ends = try await Ends()
        try await ends.onLoop { one, other in
            other.maxDelivery = 1
            one.append([1, 2, 3])
        }
        for byte: UInt8 in 1...3 { #expect(await ends.second.next() == .bytes([byte])) }
        try await ends.onLoop { one, other in
            other.isStalled = true
            one.append([4])
            one.shutdownOutput()
        }
        try await ends.onLoop { _, other in
            other.append([9])
            other.isStalled = false
        }
        #expect(await ends.second.next() == .bytes([4]))
        #expect(await ends.second.next() == .end)
        #expect(await ends.first.next() == .bytes([9]))
    }

    @Test("a connection that is cut is reset at both ends")
    func cut() async throws {
        var ends = try await Ends()
        try await ends.onLoop { one, _ in one.cut() }
        #expect(await ends.first.rest() == [.failed(Self.reset)])
        #expect(await ends.second.rest() == [.failed(Self.reset)])
    }

    @Test("an end that closes with something unread resets the other, which cannot write either")
    func closeUnread() async throws {
        var ends = try await Ends(isReading: false)
        try await ends.onLoop { one, _ in one.append([1]) }
        try await ends.onLoop { _, other in other.close() }
        try await ends.onLoop { one, _ in one.append([2]) }
        guard case .failedWriting = await ends.first.next() else {
            Issue.record("nothing can be written to an end that is gone")
            return
        }
        try await ends.onLoop { one, _ in one.startReading() }
        #expect(await ends.first.rest() == [.failed(Self.reset)])
        #expect(await ends.second.rest() == [])
    }

    @Test("an end that closes with nothing unread ends the other's input")
    func close() async throws {
        var ends = try await Ends()
        try await ends.onLoop { _, other in other.close() }
        #expect(await ends.first.next() == .end)
        try await ends.onLoop { one, _ in one.append([1]) }
        guard case .failedWriting = await ends.first.next() else {
            Issue.record("nothing can be written to an end that is gone")
            return
        }
    }
}
