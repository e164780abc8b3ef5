//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// One task's wait for a value, which ends with the value, when the task is cancelled, or at a deadline.
///
/// The task is resumed once, by whichever comes first; what comes later has no effect.
package final class BoundedWait<Value: Sendable>: Sendable {
    private let state = Mutex(State.idle)

    private enum State {
        case idle
        case waiting(CheckedContinuation<Value, Never>)
        case ended(Value)
    }

    package init() {}

    /// Ends the wait, or the one to come, with a value.
    package func end(_ value: Value) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Value, Never>? in
            guard case .waiting(let continuation) = state else {
                if case .idle = state { state = .ended(value) }
                return nil
            }
            state = .ended(value)
            return continuation
        }
        continuation?.resume(returning: value)
    }

    /// Waits; called once.
    ///
    /// - Parameters:
    ///   - deadline: When the wait ends at the latest; after a year in any case.
    ///   - fallback: What it ends with then, or when the task is cancelled.
    ///   - isolation: The caller's actor.
    /// - Returns: The value, or `fallback`.
    package func value(
        until deadline: ContinuousClock.Instant,
        otherwise fallback: Value,
        isolation: isolated (any Actor)? = #isolation
    ) async -> Value {
        let deadline = min(deadline, .now + .longestWait)
        let timer = Task.detached {
            // Cancelled when the wait has ended.
            guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
            self.end(fallback)
        }
        defer { timer.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let value = self.state.withLock { state -> Value? in
                    if case .ended(let value) = state { return value }
                    state = .waiting(continuation)
                    return nil
                }
                if let value {
                    continuation.resume(returning: value)
                }
            }
        } onCancel: {
            self.end(fallback)
        }
    }
}
