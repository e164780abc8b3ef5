//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

@preconcurrency import Dispatch
import Foundation

/// The server's end of a pipe to or from a program, which never blocks a thread: a task waits for it.
///
/// A thread that blocks is lost to all other tasks, and there are only as many as the machine has cores: a few programs that do not
/// read would stop the whole server, with `withoutBlockingEventLoop` as well.
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
            try await self.wait { DispatchSource.makeReadSource(fileDescriptor: self.descriptor) }
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
                try await self.wait { DispatchSource.makeWriteSource(fileDescriptor: self.descriptor) }
            }
        }
    }

    /// Waits after a call that failed as it would have blocked, until it is worth another try.
    private func wait(for makeSource: () -> any DispatchSourceProtocol) async throws {
        guard errno != EINTR else { return }
        guard errno == EAGAIN else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let source = makeSource()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // The descriptor may be closed as soon as the source is cancelled, and not before.
                source.setEventHandler { source.cancel() }
                source.setCancelHandler { continuation.resume() }
                source.activate()
            }
        } onCancel: {
            source.cancel()
        }
        try Task.checkCancellation()
    }
}
