//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

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

/// Collects what it receives until the end.
private final class CollectingHandler: ByteStreamHandler {
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

    func streamDidFailWriting(_ error: any Error) {}

    func streamDidFail(_ error: any Error) {
        self.continuation.resume(throwing: error)
    }
}
