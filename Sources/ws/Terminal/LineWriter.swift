//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Synchronization

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Writes lines to a standard stream on a thread of its own: event loops never wait for the program that reads it.
///
/// While that does not read, up to 1 MiB of lines wait and further ones are dropped; a line says how many. When it has ended,
/// nothing is written any more.
final class LineWriter: Sendable {
    private struct Waiting {
        var bytes = 0
        var droppedLines = 0
    }

    private static let maxWaitingBytes = 1 << 20

    private let stream: StandardStream
    private let queue: DispatchQueue
    private let waiting = Mutex(Waiting())

    /// Creates the writer; the process ignores SIGPIPE from now on.
    init(_ stream: StandardStream) {
        self.stream = stream
        self.queue = DispatchQueue(label: "standard \(stream)")
        signal(SIGPIPE, SIG_IGN)
    }

    /// Adds a line, in which nothing can pass for a terminal's commands.
    func writeLine(_ text: String) {
        let line = text.escapingControls() + "\n"
        let size = line.utf8.count
        let hasRoom = self.waiting.withLock { waiting in
            guard waiting.bytes + size <= Self.maxWaitingBytes else {
                waiting.droppedLines += 1
                return false
            }
            waiting.bytes += size
            return true
        }
        guard hasRoom else { return }
        self.queue.async {
            self.stream.writeIfPossible(line)
            let dropped = self.waiting.withLock { waiting in
                waiting.bytes -= size
                defer { waiting.droppedLines = 0 }
                return waiting.droppedLines
            }
            if dropped > 0 {
                self.stream.writeIfPossible("ws: \(dropped) lines are missing here, as they were not read.\n")
            }
        }
    }

    /// Waits until all lines of several writers have been written, for at most a second.
    static func flush(_ writers: LineWriter...) {
        let written = DispatchGroup()
        for writer in writers { writer.queue.async(group: written) {} }
        _ = written.wait(timeout: .now() + 1)
    }
}
