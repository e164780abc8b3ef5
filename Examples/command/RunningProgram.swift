//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import WebSockets

/// A process with pipes for its input and output.
//
// Sendable, unchecked, since Foundation does not say it: the process and the pipe may be used from several threads.
final class RunningProgram: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()

    /// The lines that it writes, to its standard output or its standard error.
    let output: AsyncStream<String>

    /// Starts a program, which is looked for on `PATH`.
    init(_ command: [String]) throws {
        let pipe = Pipe()
        self.process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        self.process.arguments = command
        self.process.standardInput = self.input
        self.process.standardOutput = pipe
        self.process.standardError = pipe
        let (output, continuation) = AsyncStream<String>.makeStream()
        self.output = output
        try self.process.run()
        // Reading from a pipe blocks, so it is done on a thread of its own.
        Thread.detachNewThread {
            var rest = Data()
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                var lines = (rest + data).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                rest = lines.removeLast()
                for line in lines {
                    continuation.yield(String(decoding: line, as: UTF8.self))
                }
            }
            if !rest.isEmpty {
                continuation.yield(String(decoding: rest, as: UTF8.self))
            }
            continuation.finish()
        }
    }

    /// Writes to its input, which may block, so that the event loop is not the place for it.
    func write(_ text: String) async throws {
        try await withoutBlockingEventLoop {
            try self.input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        }
    }

    /// Ends it if it is still running.
    func end() {
        self.process.terminate()
    }
}
