//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// A program that runs beside the test, for a bounded time.
final class ChildProcess: Sendable {
    /// How a program ended.
    struct Outcome: Sendable {
        let status: CInt
        let errors: String
    }

    /// How long a program may run before it is ended by force.
    private static let limit: TimeInterval = 45

    /// Held while a program is started.
    ///
    /// One that started meanwhile would inherit the pipes, which then did not end with their own program.
    private static let starting = Mutex(())

    /// The lines of its output, as they come.
    let lines: AsyncStream<String>

    private let input: FileHandle
    private let outcome: Task<Outcome, Never>

    /// Starts a program that is found by the PATH.
    convenience init(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        try self.init(process)
    }

    private init(_ process: Process) throws {
        let (ends, ended) = AsyncStream<CInt>.makeStream()
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        let (input, output, errors) = try Self.starting.withLock { _ in
            let pipes = (Pipe(), Pipe(), Pipe())
            for pipe in [pipes.0, pipes.1, pipes.2] {
                for handle in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
                    _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
                }
            }
            (process.standardInput, process.standardOutput, process.standardError) = pipes
            try process.run()
            return pipes
        }

        self.input = input.fileHandleForWriting
        self.lines = Self.lines(of: output.fileHandleForReading)
        let errorLines = Self.lines(of: errors.fileHandleForReading)
        let reaper = Reaper(process)
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.limit) { reaper.endByForce() }
        self.outcome = Task {
            var lines: [String] = []
            for await line in errorLines {
                lines.append(line)
            }
            // It has been waited for when its end is told.
            let status = await ends.first { _ in true } ?? -1
            return Outcome(status: status, errors: lines.joined(separator: "\n"))
        }
    }

    /// Writes to the program's input.
    func write(_ bytes: [UInt8]) throws {
        try self.input.write(contentsOf: Data(bytes))
    }

    /// Ends the program's input, which ends the program, and waits for that.
    func finish() async -> Outcome {
        try? self.input.close()
        return await self.outcome.value
    }

    /// Runs a program to its end, whether it reads its input or not.
    static func run(
        _ program: String,
        _ arguments: [String],
        input: [UInt8] = []
    ) async throws -> (status: CInt, output: String, errors: String) {
        let child = try ChildProcess(program, arguments)
        if !input.isEmpty {
            // One that has ended breaks the pipe; its output and status tell why.
            await Self.onThread { try? child.write(input) }
        }
        async let outcome = child.finish()
        var lines: [String] = []
        for await line in child.lines {
            lines.append(line)
        }
        return (await outcome.status, lines.joined(separator: "\n"), await outcome.errors)
    }

    private static func lines(of handle: FileHandle) -> AsyncStream<String> {
        let (lines, continuation) = AsyncStream<String>.makeStream()
        Thread.detachNewThread {
            var line: [UInt8] = []
            while case let data = handle.availableData, !data.isEmpty {
                var parts = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                let rest = parts.removeLast()
                for part in parts {
                    continuation.yield(String(decoding: line + part, as: UTF8.self))
                    line = []
                }
                line += rest
            }
            if !line.isEmpty {
                continuation.yield(String(decoding: line, as: UTF8.self))
            }
            continuation.finish()
        }
        return lines
    }

    private static func onThread(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                work()
                continuation.resume()
            }
        }
    }
}

/// Ends one process that runs for too long.
//
// Sendable, unchecked: Process may be asked and ended from any thread.
private final class Reaper: @unchecked Sendable {
    private let process: Process

    init(_ process: Process) {
        self.process = process
    }

    func endByForce() {
        if self.process.isRunning {
            kill(self.process.processIdentifier, SIGKILL)
        }
    }
}
