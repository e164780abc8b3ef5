//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// One end of a channel within the process.
final class MemoryChannel: ByteChannel {
    struct Broken: Error {}

    private let input: Pipe
    private let output: Pipe
    private let closeCount = Mutex(0)

    private init(input: Pipe, output: Pipe) {
        self.input = input
        self.output = output
    }

    /// Creates both ends, which hold at most `capacity` bytes for each other but for the last write.
    static func pair(capacity: Int = 1000) -> (MemoryChannel, MemoryChannel) {
        let (there, back) = (Pipe(capacity: capacity), Pipe(capacity: capacity))
        return (MemoryChannel(input: back, output: there), MemoryChannel(input: there, output: back))
    }

    /// How often it was closed.
    var timesClosed: Int { self.closeCount.withLock { $0 } }

    func read() async throws -> [UInt8]? {
        try await self.input.read()
    }

    func write(_ bytes: [UInt8]) async throws {
        try await self.output.write(bytes)
    }

    func finishWriting() async {
        self.output.end(nil)
    }

    func close() {
        self.closeCount.withLock { $0 += 1 }
        self.input.end(nil)
        self.output.end(nil)
    }

    /// Makes the other end's reading fail behind what was written.
    func breakOutput() {
        self.output.end(Broken())
    }

    /// Breaks it for both.
    func breakDown() {
        self.input.end(Broken())
        self.output.end(Broken())
    }
}

/// What one end writes and the other reads.
private final class Pipe: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var end: Result<Void, any Error>?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    func read() async throws -> [UInt8]? {
        while true {
            let bytes: [UInt8]?? = try self.change { state in
                if !state.bytes.isEmpty { return exchange(&state.bytes, with: []) }
                return try state.end.map { try $0.get() }.map { nil }
            }
            if let bytes { return bytes }
            await self.waitForChange { $0.bytes.isEmpty && $0.end == nil }
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        try self.change { state in
            guard state.end == nil else { throw MemoryChannel.Broken() }
            state.bytes += bytes
        }
        await self.waitForChange { [capacity] in $0.bytes.count > capacity && $0.end == nil }
    }

    func end(_ error: (any Error)?) {
        self.change { state in
            state.end = state.end ?? error.map { .failure($0) } ?? .success(())
        }
    }

    private func change<Value>(_ body: (inout State) throws -> sending Value) rethrows -> sending Value {
        defer {
            // Behind the change: whoever finds the state as it was before waits by now.
            let waiters = self.state.withLock { exchange(&$0.waiters, with: []) }
            for waiter in waiters { waiter.resume() }
        }
        return try self.state.withLock(body)
    }

    private func waitForChange(while mustWait: @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isWaiting = self.state.withLock { state in
                guard mustWait(state) else { return false }
                state.waiters.append(continuation)
                return true
            }
            if !isWaiting { continuation.resume() }
        }
    }
}
