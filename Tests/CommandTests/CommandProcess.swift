//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// The `ws` command as a process of its own.
struct CommandProcess: Sendable {
    /// What a process that has ended leaves behind.
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Held while a process is started.
    ///
    /// A process that started meanwhile would inherit the pipes, which then did not end with their own process.
    private static let starting = Mutex(())

    private let process: Process
    private let input: Pipe
    private let exits: AsyncStream<Int32>

    /// What it writes to standard output, line by line.
    let output: LineReader
    /// What it writes to standard error, line by line.
    let errors: LineReader

    /// Starts it.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - terminal: Where its output goes; to ``output`` by default.
    ///   - errorTerminal: Where its errors go; to ``errors`` by default.
    ///   - environment: What is added to the environment of the tests.
    /// - Throws: Why it could not be started.
    init(
        _ arguments: [String],
        outputTo terminal: FileHandle? = nil,
        errorsTo errorTerminal: FileHandle? = nil,
        environment: [String: String] = [:]
    ) throws {
        self = try Self.starting.withLock { _ in
            try Self(
                starting: Self.executable,
                arguments,
                outputTo: terminal,
                errorsTo: errorTerminal,
                environment: environment
            )
        }
    }

    /// Starts it with a socket that listens, as a service manager does.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - descriptor: The socket's descriptor, which stays the caller's.
    ///   - terminal: Where its output goes; to ``output`` by default.
    /// - Throws: Why it could not be started.
    init(_ arguments: [String], passing descriptor: CInt, outputTo terminal: FileHandle? = nil) throws {
        let script = #"exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@""#
        self = try Self.starting.withLock { _ in
            try Self(
                starting: URL(fileURLWithPath: "/bin/sh"),
                ["-c", script, Self.executable.path] + arguments,
                inputFrom: FileHandle(fileDescriptor: descriptor, closeOnDealloc: false),
                outputTo: terminal
            )
        }
    }

    private init(
        starting executable: URL,
        _ arguments: [String],
        inputFrom source: FileHandle? = nil,
        outputTo terminal: FileHandle? = nil,
        errorsTo errorTerminal: FileHandle? = nil,
        environment: [String: String] = [:]
    ) throws {
        // A command may end before it has read its input.
        signal(SIGPIPE, SIG_IGN)
        let (exits, continuation) = AsyncStream<Int32>.makeStream()
        self.exits = exits
        self.process = Process()
        self.input = Pipe()
        self.output = LineReader()
        // A debug build's warning, which a busy machine causes.
        self.errors = LineReader(leavingOut: "warning: code held an event loop for ")
        for pipe in [self.input, self.output.pipe, self.errors.pipe] {
            for handle in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
                _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
            }
        }
        self.process.executableURL = executable
        self.process.arguments = arguments
        self.process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let source {
            self.process.standardInput = source
        } else {
            self.process.standardInput = self.input
        }
        if let terminal {
            self.process.standardOutput = terminal
        } else {
            self.process.standardOutput = self.output.pipe
        }
        if let errorTerminal {
            self.process.standardError = errorTerminal
        } else {
            self.process.standardError = self.errors.pipe
        }
        self.process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try self.process.run()
    }

    /// The command, which is built beside the tests.
    private static var executable: URL {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let tests = bundle ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return tests.deletingLastPathComponent().appendingPathComponent("ws")
    }

    /// Runs it with `input` and waits for its end.
    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Result {
        try await Self.run(arguments, input: Data(input.utf8), environment: environment)
    }

    /// Runs it with `input` and waits for its end.
    static func run(
        _ arguments: [String],
        input: Data,
        environment: [String: String] = [:]
    ) async throws -> Result {
        let command = try CommandProcess(arguments, environment: environment)
        defer { command.kill() }
        // On a thread of its own: the command takes input only as fast as its output is taken.
        Thread.detachNewThread {
            try? command.write(input)
            command.endInput()
        }
        let output = await command.output.rest()
        let errors = await command.errors.rest()
        let status = await command.status()
        return Result(status: status, output: output, errors: errors)
    }

    /// Writes to its standard input.
    func write(_ text: String) throws {
        try self.write(Data(text.utf8))
    }

    private func write(_ data: Data) throws {
        try self.input.fileHandleForWriting.write(contentsOf: data)
    }

    /// Ends its standard input.
    func endInput() {
        try? self.input.fileHandleForWriting.close()
    }

    /// Its number.
    var pid: Int32 { self.process.processIdentifier }

    /// Sends it SIGINT, as Ctrl-C does.
    func interrupt() {
        self.process.interrupt()
    }

    /// Sends it SIGTERM.
    func terminate() {
        self.process.terminate()
    }

    /// Ends it, if it has not ended, without asking.
    func kill() {
        if self.process.isRunning {
            Foundation.kill(self.process.processIdentifier, SIGKILL)
        }
    }

    /// Waits for its end.
    func status() async -> Int32 {
        for await status in self.exits { return status }
        return -1
    }
}
