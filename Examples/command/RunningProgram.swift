//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization

/// A process with pipes for its input and output.
///
/// Foundation's `Process` is not used, for three reasons: it notices the end of a program only when everything that the program has
/// started has ended too, its pipes are inherited by programs that are started at the same moment, and a program would inherit
/// that this process ignores SIGPIPE.
final class RunningProgram: Sendable {
    /// Its standard input.
    let input: PipeEnd

    /// Its standard output and standard error.
    let output: PipeEnd

    private let process: pid_t
    private let isRunning = Mutex(true)

    /// Held from the time when a pipe is made until no other program can inherit it.
    private static let starting = Mutex(())

    /// Starts a program, which is looked for on `PATH`.
    init(_ command: [String]) throws {
        (self.input, self.output, self.process) = try Self.starting.withLock { _ in
            let input = try Self.makePipe()
            let ours = PipeEnd(input.writing)
            defer { close(input.reading) }
            let output = try Self.makePipe()
            defer { close(output.writing) }
            let theirs = PipeEnd(output.reading)
            return (ours, theirs, try Self.spawn(command, input: input.reading, output: output.writing))
        }
        // Waiting for its end blocks, so it is done on a thread of its own.
        Thread.detachNewThread { [self] in self.waitForEnd() }
    }

    /// Ends it with all that it has started, if it is still running: by SIGTERM, and two seconds later by SIGKILL.
    ///
    /// It returns when that is done, also in a task that has been cancelled.
    func end() async {
        await Task.detached {
            self.signal(SIGTERM)
            for _ in 0..<20 where self.isRunning.withLock({ $0 }) {
                try? await Task.sleep(for: .milliseconds(100))
            }
            self.signal(SIGKILL)
        }.value
    }

    /// Sends a signal to it and to all that it has started, which are one process group.
    private func signal(_ number: CInt) {
        self.isRunning.withLock { isRunning in
            // Its number may belong to another process afterwards.
            if isRunning { kill(-self.process, number) }
        }
    }

    private func waitForEnd() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(self.process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        self.isRunning.withLock { isRunning in
            // What it has left running would keep its output open. Its number is its own until it has been waited for.
            kill(-self.process, SIGKILL)
            while waitpid(self.process, nil, 0) < 0, errno == EINTR {}
            isRunning = false
        }
    }

    /// Makes a pipe that no program inherits unless it is given an end.
    private static func makePipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func spawn(_ command: [String], input: CInt, output: CInt) throws -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, and the signals as any program expects them: an event loop's thread blocks some.
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let arguments = command.map { strdup($0) }
        let environment = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") }
        defer { for text in arguments + environment { free(text) } }
        var process = pid_t()
        let status = posix_spawnp(
            &process,
            command[0],
            &actions,
            &attributes,
            arguments + [nil],
            environment + [nil]
        )
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .EIO) }
        return process
    }
}
