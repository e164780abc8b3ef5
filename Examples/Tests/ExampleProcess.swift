//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// An example that runs as a process of its own.
struct ExampleProcess: Sendable {
    private let process: Process
    private let lines: AsyncStream<String>

    /// Starts an example, which is built beside the tests, with its output line by line.
    init(_ name: String, _ arguments: [String] = []) throws {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let tests = bundle ?? URL(fileURLWithPath: CommandLine.arguments[0])
        self.process = Process()
        self.process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // The library of C would keep what goes to a pipe until there is much of it.
        let program = tests.deletingLastPathComponent().appendingPathComponent(name).path
        self.process.arguments = ["stdbuf", "-oL", program] + arguments
        let pipe = Pipe()
        self.process.standardOutput = pipe
        let (lines, continuation) = AsyncStream<String>.makeStream()
        self.lines = lines
        try self.process.run()
        Thread.detachNewThread {
            var line = Data()
            while let byte = try? pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
                if byte[0] == UInt8(ascii: "\n") {
                    continuation.yield(String(decoding: line, as: UTF8.self))
                    line = Data()
                } else {
                    line += byte
                }
            }
            continuation.finish()
        }
    }

    /// Waits for the next line; `nil` at the end.
    func nextLine() async -> String? {
        for await line in self.lines { return line }
        return nil
    }

    /// Waits for the next line, which ends with an address behind `prefix`.
    func address(after prefix: String) async throws -> String {
        let line = try #require(await self.nextLine())
        let start = try #require(line.range(of: prefix)).upperBound
        return String(line[start...].prefix { $0 != "/" })
    }

    /// Sends it a signal.
    func signal(_ number: CInt) {
        kill(self.process.processIdentifier, number)
    }

    /// What it ended with, once its output has ended.
    var exitStatus: CInt {
        self.process.waitUntilExit()
        return self.process.terminationStatus
    }

    /// How much memory it has, on Linux.
    var residentKilobytes: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(self.process.processIdentifier)/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
            return try #require(Int(line.split(whereSeparator: \.isWhitespace)[1]))
        }
    }

    /// Ends it.
    func end() {
        self.process.terminate()
        self.process.waitUntilExit()
    }
}

/// Runs an example's server for the time of `body`, which gets the server's host and port.
func withExample(
    _ name: String,
    _ arguments: [String] = ["0"],
    prefix: String = "http://",
    _ body: (String) async throws -> Void
) async throws {
    let example = try ExampleProcess(name, arguments)
    defer { example.end() }
    try await body(try await example.address(after: prefix))
}

/// What a server answers to a request, as curl sees it.
func curl(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "--silent", "--show-error", "--max-time", "30"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self)
}
