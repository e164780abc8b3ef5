//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// What happened on a stream, in order, as a test waits for it.
///
/// The end of the events says that the stream has released its handler.
struct Recording {
    /// What a stream tells its handler.
    enum Event: Equatable, Sendable {
        case bytes([UInt8])
        case end
        /// The output fell to the level asked for, with this many bytes left.
        case drained(pendingOutput: Int)
        case closed
        /// The system's error, or `nil` for one of another kind.
        case failedWriting(TransportError?)
        case failed(TransportError?)
    }

    private var events: AsyncStream<Event>.Iterator

    /// Handles a stream by recording, and starts reading if wanted.
    init(_ stream: any ByteStream, isReading: Bool = true) async throws {
        let (events, continuation) = AsyncStream<Event>.makeStream()
        self.events = events.makeAsyncIterator()
        try await stream.loop.perform { _ in
            stream.handler = RecordingHandler(stream: stream, continuation: continuation)
            if isReading {
                stream.startReading()
            }
        }
    }

    /// Waits for what happens next; `nil` when the handler has been released.
    mutating func next() async -> Event? {
        await self.events.next(isolation: #isolation)
    }

    /// Waits for `count` bytes, however they are cut.
    mutating func receive(_ count: Int) async -> [UInt8] {
        var received: [UInt8] = []
        while received.count < count, case .bytes(let bytes) = await self.next() {
            received += bytes
        }
        return received
    }

    /// Waits until the handler has been released, and returns all that happened until then.
    mutating func rest() async -> [Event] {
        var all: [Event] = []
        while let event = await self.next() {
            all.append(event)
        }
        return all
    }
}

private final class RecordingHandler: ByteStreamHandler {
    private let stream: any ByteStream
    private let continuation: AsyncStream<Recording.Event>.Continuation

    init(stream: any ByteStream, continuation: AsyncStream<Recording.Event>.Continuation) {
        self.stream = stream
        self.continuation = continuation
    }

    deinit {
        self.continuation.finish()
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in bytes.indices {
            copy.append(bytes[index])
        }
        self.continuation.yield(.bytes(copy))
    }

    func streamDidReceiveEnd() {
        self.continuation.yield(.end)
    }

    func streamDidDrain() {
        self.continuation.yield(.drained(pendingOutput: self.stream.pendingOutput))
    }

    func streamDidClose() {
        self.continuation.yield(.closed)
    }

    func streamDidFailWriting(_ error: any Error) {
        self.continuation.yield(.failedWriting(error as? TransportError))
    }

    func streamDidFail(_ error: any Error) {
        self.continuation.yield(.failed(error as? TransportError))
    }
}

extension UVStream {
    /// Does something with the stream on its loop.
    func onLoop<Result: Sendable>(
        _ body: @escaping @Sendable (UVStream) throws -> Result
    ) async throws -> Result {
        try await self.loop.perform { _ in try body(self) }
    }
}
