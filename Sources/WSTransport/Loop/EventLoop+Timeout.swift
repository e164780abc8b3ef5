//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension EventLoop {
    /// Runs `operation` on the loop, and cancels it when it takes longer than `timeout`.
    ///
    /// - Parameters:
    ///   - timeout: How long it may take; met within 10 ms, or up to a second later if the loop is late.
    ///   - operation: Ends soon after it is cancelled.
    ///   - timeoutError: What is thrown instead of `CancellationError` when time has run out.
    /// - Returns: What `operation` returns.
    /// - Throws: What `operation` throws, or `timeoutError`.
    package func withTimeout<Result: Sendable>(
        _ timeout: Duration,
        _ operation: @escaping @Sendable () async throws -> Result,
        timeoutError: () -> any Error
    ) async throws -> Result {
        let attempt = TimedAttempt(loop: self, timeout: timeout.wholeMilliseconds, operation)
        let result = await withTaskCancellationHandler {
            await attempt.task.result
        } onCancel: {
            attempt.task.cancel()
        }
        let hasTimedOut = try await attempt.end()
        switch result {
        case .success(let value): return value
        case .failure(let error): throw hasTimedOut && error is CancellationError ? timeoutError() : error
        }
    }
}

/// An operation with a deadline.
private final class TimedAttempt<Result: Sendable>: Sendable {
    let loop: EventLoop
    let deadline = Deadline(isTimeout: true)
    let task: Task<Result, any Error>

    init(loop: EventLoop, timeout: UInt64, _ operation: @escaping @Sendable () async throws -> Result) {
        self.loop = loop
        let task = Task(executorPreference: loop) { try await operation() }
        self.task = task
        let deadline = self.deadline
        loop.execute {
            deadline.onExpiry { _ in task.cancel() }
            loop.schedule(deadline, at: loop.now + timeout)
        }
    }

    /// Forgets the deadline, and tells whether it was reached.
    func end() async throws -> Bool {
        let deadline = self.deadline
        return try await self.loop.perform { loop in
            let hasExpired = !deadline.isScheduled
            loop.cancel(deadline)
            deadline.onExpiry(nil)
            return hasExpired
        }
    }
}
