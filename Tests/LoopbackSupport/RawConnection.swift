//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSTransport

/// A client that sends any bytes it likes and sees exactly what comes back.
package actor RawConnection {
    private let stream: UVStream
    /// What has come, of which the first `takenCount` bytes were taken.
    private var received: [UInt8] = []
    private var takenCount = 0
    private var end: End?
    private var waiter: CheckedContinuation<Void, Never>?

    private enum End {
        case closed
        case failed(any Error)
    }

    /// Connects, and sends text at once, however busy the process is.
    package init(to address: NetworkAddress, sending text: String = "") async throws {
        self.stream = try await EventLoopGroup.shared.leastLoaded.connect(to: address)
        self.stream.handler = self
        self.stream.startReading()
        self.send(text)
    }

    /// Takes over an accepted connection; called on its loop.
    init(accepted stream: UVStream) {
        self.stream = stream
        stream.handler = self
        stream.startReading()
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.stream.loop.unownedSerialExecutor
    }

    /// Sends bytes.
    package func send(_ bytes: [UInt8]) {
        self.stream.append(bytes)
    }

    /// Sends text as it is.
    package func send(_ text: String) {
        self.send(Array(text.utf8))
    }

    /// Sends pieces, each by itself: it leaves before the next is given to the kernel.
    package func send(pieces: [[UInt8]]) async throws {
        for piece in pieces {
            self.send(piece)
            // What is appended leaves at the end of the loop's turn, and this runs in a later one.
            try await self.stream.loop.perform { _ in }
        }
    }

    /// Ends our side; the other can still be read.
    package func endOutput() {
        self.stream.shutdownOutput()
    }

    /// Stops or resumes taking what the peer sends.
    package func setReading(_ isReading: Bool) {
        if isReading {
            self.stream.startReading()
        } else {
            self.stream.stopReading()
        }
    }

    /// The number of bytes that have come and were not taken.
    package var receivedCount: Int { self.received.count - self.takenCount }

    /// The number of bytes that the kernel has not taken to be sent.
    package var pendingOutput: Int { self.stream.pendingOutput }

    /// Drops the connection.
    package func close() {
        self.stream.close()
        self.finish(.closed)
    }

    /// Whether the peer has ended its side, or the connection has broken.
    package var hasEnded: Bool { self.end != nil }

    /// Waits for `count` bytes and takes them; fewer if the peer ends before.
    package func receive(_ count: Int) async throws -> [UInt8] {
        while self.receivedCount < count, self.end == nil {
            await self.waitForMore(than: self.receivedCount)
        }
        try self.throwIfFailed()
        return self.take(min(count, self.receivedCount))
    }

    /// Waits for text up to and with `delimiter` and takes it; what there is if the peer ends before.
    package func receive(through delimiter: String) async throws -> String {
        let delimiter = Array(delimiter.utf8)
        while true {
            if let range = self.received[self.takenCount...].firstRange(of: delimiter) {
                return String(decoding: self.take(range.upperBound - self.takenCount), as: UTF8.self)
            }
            guard self.end == nil else { break }
            await self.waitForMore(than: self.receivedCount)
        }
        try self.throwIfFailed()
        return String(decoding: self.take(self.receivedCount), as: UTF8.self)
    }

    /// Waits until the peer ends its side, and takes all that came before.
    package func receiveToEnd() async throws -> [UInt8] {
        while self.end == nil {
            await self.waitForMore(than: self.receivedCount)
        }
        try self.throwIfFailed()
        return self.take(self.receivedCount)
    }

    /// Waits until the connection has ended or broken, and takes all that came before.
    package func receiveUntilGone() async -> [UInt8] {
        while self.end == nil {
            await self.waitForMore(than: self.receivedCount)
        }
        return self.take(self.receivedCount)
    }

    private func take(_ count: Int) -> [UInt8] {
        let taken = Array(self.received[self.takenCount...].prefix(count))
        self.takenCount += count
        // Only when it halves what is kept, so that taking little from much costs little.
        if self.takenCount >= self.received.count / 2 {
            self.received.removeFirst(self.takenCount)
            self.takenCount = 0
        }
        return taken
    }

    /// Waits until more than `count` bytes have come, or the end.
    private func waitForMore(than count: Int) async {
        await withCheckedContinuation { waiter in
            // Something may have come since the call, which yields when the caller's task does not prefer our loop.
            if self.receivedCount > count || self.end != nil {
                waiter.resume()
            } else {
                self.waiter = waiter
            }
        }
    }

    private func throwIfFailed() throws {
        if case .failed(let error) = self.end {
            throw error
        }
    }

    private func finish(_ end: End) {
        self.end = self.end ?? end
        self.waiter.take()?.resume()
    }

    private func didReceive(_ bytes: Span<UInt8>) {
        for index in bytes.indices {
            self.received.append(bytes[index])
        }
        self.waiter.take()?.resume()
    }
}

extension RawConnection: ByteStreamHandler {
    package nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.assumeIsolated { $0.didReceive(bytes.span) }
    }

    package nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { $0.finish(.closed) }
    }

    package nonisolated func streamDidDrain() {}

    package nonisolated func streamDidClose() {
        self.assumeIsolated { $0.finish(.closed) }
    }

    package nonisolated func streamDidFailWriting(_ error: any Error) {}

    package nonisolated func streamDidFail(_ error: any Error) {
        self.assumeIsolated { $0.finish(.failed(error)) }
    }
}
