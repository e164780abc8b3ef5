//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct BackpressureTests {
    /// A way to append to a stream.
    private enum Appending: CaseIterable {
        case span
        case array
        case inPlace

        /// Appends the bytes, or as many of them as this way takes.
        func append(_ bytes: [UInt8], to stream: UVStream) {
            switch self {
            case .span: stream.append(bytes.span)
            case .array: stream.append(bytes)
            case .inPlace where bytes.count > OutputLimits.copy: stream.append(bytes)
            case .inPlace:
                stream.append(capacity: bytes.count) { output in
                    for byte in bytes {
                        output.append(byte)
                    }
                }
            }
        }
    }

    @Test(
        "small and large writes of every kind arrive in order at a slow peer, through the smallest buffers",
        arguments: [true, false],
        [1, 2] as [UInt64]
    )
    func order(isTCP: Bool, seed: UInt64) async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(at: isTCP ? .loopback : .temporaryPath(), on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address, receiveBuffer: 16_384)
                let stream = try #require(await accepted.next())
                #expect(shrinkSendBuffers(ofSocketsAt: address) >= 2)
                var recording = try await Recording(stream, isReading: false)
                var random = SeededGenerator(seed: seed)
                var expected: [UInt8] = []
                var number: UInt8 = 0
                // Several turns, so that writes are appended before, during and after others.
                for _ in 0..<15 {
                    var turn: [(Appending, [UInt8])] = []
                    for _ in 0..<Int.random(in: 1...40, using: &random) {
                        let size = Self.sizes[Int.random(in: 0..<Self.sizes.count, using: &random)]
                        number &+= 1
                        let bytes = Array(Self.pattern[Int(number)...].prefix(size))
                        expected += bytes
                        turn.append((Appending.allCases[Int.random(in: 0..<3, using: &random)], bytes))
                    }
                    let writes = turn
                    try await stream.onLoop { stream in
                        for (way, bytes) in writes {
                            let before = stream.pendingOutput
                            way.append(bytes, to: stream)
                            #expect(stream.pendingOutput <= before + bytes.count)
                        }
                    }
                }
                try await stream.onLoop { stream in
                    #expect(stream.pendingOutput > 0)
                    stream.notifyWhenDrained(to: 0)
                    stream.shutdownOutput()
                }
                let received = try await onThread { [count = expected.count] in
                    // One more than there is, to see the end.
                    try peer.receive(count + 1, step: 3000)
                }
                #expect(received == expected, "seed \(seed)")
                #expect(await recording.next() == .drained(pendingOutput: 0))
                try await stream.onLoop { $0.close() }
                #expect(await recording.rest() == [])
            }
        }
    }

    @Test("bytes that are being written stay where they are when more follows", arguments: Appending.allCases)
    private func followed(by way: Appending) async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address, receiveBuffer: 16_384)
                let stream = try #require(await accepted.next())
                #expect(shrinkSendBuffers(ofSocketsAt: address) >= 2)
                let recording = try await Recording(stream, isReading: false)
                let size = OutputLimits.copy / 2
                var count = 0
                // One a turn, until the kernel takes only a part of it.
                while count < 1000, try await stream.onLoop({ $0.pendingOutput }) == 0 {
                    count += 1
                    try await stream.onLoop { stream in
                        // Nobody else has them, so that they would be gone if the stream let go of them.
                        stream.append(Array(Self.pattern[..<size]))
                    }
                }
                let following = Array(Self.pattern[1000..<1100])
                try await stream.onLoop { stream in
                    #expect(stream.pendingOutput > 0 && stream.pendingOutput <= size)
                    for _ in 0..<100 { way.append(following, to: stream) }
                    stream.shutdownOutput()
                }
                // What is freed is used again.
                let others = try await stream.onLoop { _ in
                    (0..<100).map { _ in [UInt8](repeating: 0, count: size) }
                }
                let expected =
                    [[UInt8]](repeating: Array(Self.pattern[..<size]), count: count).flatMap { $0 }
                    + [[UInt8]](repeating: following, count: 100).flatMap { $0 }
                let received = try await onThread { try peer.receive(expected.count + 1, step: 3000) }
                #expect(received == expected)
                try await stream.onLoop { $0.close() }
                withExtendedLifetime((recording, others)) {}
            }
        }
    }

    /// Bytes that are different wherever a write begins.
    private static let pattern = (0..<32_768).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }

    private static let sizes = [
        0, 1, 2, 100, 1000, 5000, OutputLimits.copy - 1, OutputLimits.copy, OutputLimits.copy + 1, 20_000,
    ]

    @Test("the drain is told once, when the level is reached and not before")
    func drain() async throws {
        try await withLoops(1) { loops in
            try await withAcceptedStreams(on: loops) { address, accepted in
                let peer = try await RawSocket.connected(to: address, receiveBuffer: 16_384)
                let stream = try #require(await accepted.next())
                var recording = try await Recording(stream, isReading: false)
                let count = 8_000_000
                let level = 1_000_000
                try await stream.onLoop { stream in
                    for _ in 0..<20 {
                        stream.append([UInt8](repeating: 1, count: count / 20))
                    }
                    stream.notifyWhenDrained(to: level)
                }
                let first = try await onThread { try peer.receive(1000) }
                #expect(try await stream.onLoop { $0.pendingOutput } > level)
                let rest = try await onThread { try peer.receive(count - 1000) }
                #expect(first.count + rest.count == count)
                guard case .drained(let pending)? = await recording.next() else {
                    Issue.record("the drain was not told")
                    return
                }
                #expect(pending <= level)
                // Asked again, told again, although nothing is pending any more by then.
                try await stream.onLoop { stream in
                    stream.append([1])
                    stream.notifyWhenDrained(to: 0)
                }
                #expect(await recording.next() == .drained(pendingOutput: 0))
                try await stream.onLoop { $0.close() }
                #expect(await recording.rest() == [])
            }
        }
    }

    @Test("a peer that reads slowly slows an echo down, and gets every byte of it")
    func slowEcho() async throws {
        try await withLoops(1) { loops in
            try await withEcho(on: loops) { address in
                let peer = try await RawSocket.connected(to: address, receiveBuffer: 16_384)
                let sent = [[UInt8]](repeating: Self.pattern, count: 100).flatMap { $0 }
                async let written: Void = onThread {
                    try peer.send(sent)
                    peer.shutDownOutput()
                }
                let received = try await onThread { try peer.receive(sent.count + 1, step: 100_000) }
                try await written
                #expect(received == sent)
            }
        }
    }
}
