//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import Transport

/// A client that sends any bytes it likes and sees exactly what comes back.
package actor RawConnection {
    private let stream: UVStream
    private var received: [UInt8] = []
    private var end: End?
    private var waiter: CheckedContinuation<Void, Never>?

    private enum End {
        case closed
        case failed(TransportError)
    }

    /// Connects.
    package init(to address: SocketAddress) async throws {
        self.stream = try await EventLoopGroup.shared.leastLoaded.connect(to: address)
        self.stream.handler = self
        self.stream.startReading()
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

    /// Drops the connection.
    package func close() {
        self.stream.close()
        self.finish(.closed)
    }

    /// Waits for `count` bytes and takes them; fewer if the peer ends before.
    package func receive(_ count: Int) async throws -> [UInt8] {
        while self.received.count < count, self.end == nil {
            await withCheckedContinuation { self.waiter = $0 }
        }
        try self.throwIfFailed()
        defer { self.received.removeFirst(min(count, self.received.count)) }
        return Array(self.received.prefix(count))
    }

    /// Waits for text up to and with `delimiter` and takes it; what there is if the peer ends before.
    package func receive(through delimiter: String) async throws -> String {
        let delimiter = Array(delimiter.utf8)
        while true {
            if let range = self.received.firstRange(of: delimiter) {
                defer { self.received.removeFirst(range.upperBound) }
                return String(decoding: self.received[..<range.upperBound], as: UTF8.self)
            }
            guard self.end == nil else { break }
            await withCheckedContinuation { self.waiter = $0 }
        }
        try self.throwIfFailed()
        defer { self.received = [] }
        return String(decoding: self.received, as: UTF8.self)
    }

    /// Waits until the peer ends its side, and takes all that came before.
    package func receiveToEnd() async throws -> [UInt8] {
        while self.end == nil {
            await withCheckedContinuation { self.waiter = $0 }
        }
        try self.throwIfFailed()
        defer { self.received = [] }
        return self.received
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

    package nonisolated func streamDidFailWriting(_ error: TransportError) {}

    package nonisolated func streamDidFail(_ error: TransportError) {
        self.assumeIsolated { $0.finish(.failed(error)) }
    }
}
