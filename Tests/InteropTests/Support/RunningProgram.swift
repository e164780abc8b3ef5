//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A program that can be stopped, continued and killed while it runs beside a test.
final class RunningProgram: Sendable {
    /// Runs it until the input ends, but no longer than a child may run; by force, since children of a test may have signals
    /// blocked.
    private static let script =
        #"exec 3<&0; "$@" 3<&- </dev/null & echo $!; timeout -s KILL 44 cat <&3; kill -KILL $! 2>/dev/null; wait $!"#

    private let child: ChildProcess
    private let process: pid_t

    /// Starts a program that is found by the PATH.
    init(_ command: [String]) async throws {
        self.child = try ChildProcess("sh", ["-c", Self.script, "sh"] + command)
        var lines = self.child.lines.makeAsyncIterator()
        guard let process = await lines.next().flatMap({ pid_t($0) }) else {
            throw CocoaError(.executableLoad)
        }
        self.process = process
    }

    /// The lines that it prints, for one reader.
    var lines: AsyncStream<String> { self.child.lines }

    /// Sends it a signal.
    func signal(_ signal: CInt) {
        kill(self.process, signal)
    }

    /// Waits until it has ended by itself.
    ///
    /// - Returns: Its exit status, and what it has written to its standard error.
    func outcome() async throws -> ChildProcess.Outcome {
        while kill(self.process, 0) == 0 {
            try await Task.sleep(for: .milliseconds(20))
        }
        return await self.child.finish()
    }

    /// Kills it and waits for its end.
    func end() async {
        self.signal(SIGKILL)
        _ = await self.child.finish()
    }
}
