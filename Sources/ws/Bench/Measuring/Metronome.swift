//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Synchronization

/// Ticks whenever something is due, as exactly as the system can: within about 0.1 ms.
///
/// It is a thread that sleeps: Dispatch's timers, on which `Task.sleep` relies, are allowed a millisecond and more.
final class Metronome: Sendable {
    /// The shortest time between ticks, in nanoseconds: the system cannot do better.
    private static let shortest: UInt64 = 50_000
    /// The longest sleep, so that the end of the run is noticed.
    private static let longest: UInt64 = 50_000_000

    private enum State {
        case quiet
        /// Ticks have come that nobody awaited: they are one.
        case ticked
        case awaited(CheckedContinuation<Bool, Never>)
        case ended
    }

    private let state = Mutex(State.quiet)

    /// Begins to tick.
    ///
    /// - Parameters:
    ///   - schedule: When to end.
    ///   - times: When to tick.
    init(_ schedule: Schedule, _ times: DueTimes) {
        DispatchQueue(label: "metronome", qos: .userInteractive).async {
            var times = times
            var now = MonotonicClock.now
            while now < schedule.end {
                let next = max(times.next(after: now), now + Self.shortest)
                while now < next, now < schedule.end {
                    MonotonicClock.sleep(until: min(next, now + Self.longest))
                    now = MonotonicClock.now
                }
                self.advance(to: .ticked)
            }
            self.advance(to: .ended)
        }
    }

    /// Waits for the next tick; one task at a time.
    ///
    /// - Returns: Whether it came: at the end, none does.
    func tick() async -> Bool {
        // Not a stream: that would lead through the global executor's threads.
        await withCheckedContinuation { continuation in
            let result: Bool? = self.state.withLock { state in
                switch state {
                case .ticked:
                    state = .quiet
                    return true
                case .ended:
                    return false
                case .quiet, .awaited:
                    state = .awaited(continuation)
                    return nil
                }
            }
            if let result { continuation.resume(returning: result) }
        }
    }

    /// Takes note of a tick, or of the end.
    private func advance(to next: State) {
        let isTick = if case .ticked = next { true } else { false }
        let awaiting: CheckedContinuation<Bool, Never>? = self.state.withLock { state in
            guard case .awaited(let continuation) = state else {
                state = next
                return nil
            }
            state = isTick ? .quiet : .ended
            return continuation
        }
        awaiting?.resume(returning: isTick)
    }
}
