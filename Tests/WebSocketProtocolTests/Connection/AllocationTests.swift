//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import Testing
import WebSocketProtocol

@Suite("Frames cost no allocation", .enabled(if: allocation_counter_is_available()))
struct AllocationTests {
    /// One of each kind, with payloads for every size of length, and fragments with a Ping between them.
    private static let frames: [RawFrame] = [
        RawFrame(opcode: 1, payload: Array("Grüße, 世界 😀".utf8)),
        RawFrame(opcode: 2, payload: [UInt8](repeating: 0xFF, count: 32)),
        RawFrame(opcode: 1, payload: [UInt8](repeating: 0x61, count: 1000), isFinal: false),
        RawFrame(opcode: 9, payload: [UInt8](repeating: 1, count: 125)),
        RawFrame(opcode: 0, payload: [UInt8](repeating: 0x61, count: 70000)),
        RawFrame(opcode: 10),
    ]

    /// Returns how many allocations the work makes, done this many times.
    private func allocations(times: Int, _ work: () -> Void) -> Int {
        allocation_counter_start()
        for _ in 0..<times { work() }
        return allocation_counter_stop()
    }

    private func expectNone(_ work: () -> Void) {
        work()
        #expect(allocations(times: 10, work) == 0)
        #expect(allocations(times: 20, work) == 0)
    }

    @Test("The counter counts")
    func counterCounts() {
        #expect(allocations(times: 10) { _ = [UInt8](repeating: 1, count: Int.random(in: 100...200)) } >= 10)
        #expect(allocations(times: 10) {} == 0)
    }

    @Test("Reading", arguments: WebSocketRole.allCases)
    func reading(role: WebSocketRole) {
        let original = Self.frames.flatMap { $0.bytes(from: role.peer) }
        var bytes = original
        var machine = WebSocketMachine(role: role)
        expectNone {
            var span = bytes.mutableSpan
            for index in span.indices { span[index] = original[index] }
            var position = 0
            while machine.receive(&span, from: &position) != .needsMoreBytes {}
        }
        #expect(machine.canSendData == true)
    }

    @Test("Reading in pieces of 13 bytes", arguments: WebSocketRole.allCases)
    func readingPieces(role: WebSocketRole) {
        let original = Self.frames.flatMap { $0.bytes(from: role.peer) }
        var piece = [UInt8](repeating: 0, count: 13)
        var machine = WebSocketMachine(role: role)
        var partCount = 0
        expectNone {
            var span = piece.mutableSpan
            var start = 0
            while start < original.count {
                // The last piece is not full; what lies before it in the buffer has been read.
                var position = max(0, start + span.count - original.count)
                for index in position..<span.count { span[index] = original[start + index - position] }
                start += span.count - position
                while machine.receive(&span, from: &position) != .needsMoreBytes { partCount += 1 }
            }
        }
        #expect(partCount > 5000)
        #expect(machine.canSendData == true)
    }

    @Test("Writing", arguments: [nil, MaskingKey(0x1234_5678)])
    func writing(key: MaskingKey?) {
        var output: [UInt8] = []
        output.reserveCapacity(100_000)
        let frames = Self.frames
        expectNone {
            output.removeAll(keepingCapacity: true)
            output.append(addingCapacity: 80_000) { output in
                // By index: without optimisation, an iterator allocates.
                for index in frames.indices {
                    let payload = frames[index].payload
                    let opcode = WebSocketOpcode(rawValue: frames[index].opcode)
                    FrameEncoder.append(opcode, payload: payload.span, maskingKey: key, to: &output)
                }
            }
        }
        #expect(output.count > 71_000)
    }
}
