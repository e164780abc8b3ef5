//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// The server's end of a pipe to or from a program, which blocks no thread of Swift's: a task waits for it.
///
/// A thread of the global executor that blocks is lost to all other tasks, and there are only as many as the machine has cores: a few
/// programs that do not read would stop the whole server, with `withoutBlockingEventLoop` as well. Here what waits has a thread of its
/// own for that time, of which there are no more than two for each client.
final class PipeEnd: Sendable {
    private let descriptor: CInt

    /// Takes a descriptor over.
    init(_ descriptor: CInt) {
        self.descriptor = descriptor
        // It holds for this end alone: the program's end blocks, as programs expect.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit {
        close(self.descriptor)
    }

    /// Waits for bytes, and returns at most as many as asked for; none at the end.
    func receive(atMost size: Int) async throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: size)
        while true {
            let count = read(self.descriptor, &buffer, size)
            if count >= 0 { return Array(buffer.prefix(count)) }
            try await self.wait(for: POLLIN)
        }
    }

    /// Writes all of it, and waits as long as there is no room.
    ///
    /// - Throws: `POSIXError.EPIPE` if there is no reader any more, in a process that ignores SIGPIPE.
    func send(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(self.descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else {
                try await self.wait(for: POLLOUT)
            }
        }
    }

    /// Waits after a call that failed as it would have blocked, until it is worth another try.
    private func wait(for event: Int32) async throws {
        guard errno != EINTR else { return }
        guard errno == EAGAIN else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let isCancelled = Mutex(false)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // The thread holds the pipe open, and knows in time when it is to end.
                Thread.detachNewThread {
                    var request = pollfd(fd: self.descriptor, events: Int16(event), revents: 0)
                    while !isCancelled.withLock({ $0 }), poll(&request, 1, 100) == 0 {}
                    continuation.resume()
                }
            }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
        try Task.checkCancellation()
    }
}
