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

/// The requests to end that a process gets: Ctrl-C at the terminal (SIGINT), and SIGTERM.
///
/// As long as it lives, the first does not end the process but is for the command to heed; the second ends it.
struct Interruptions {
    private let firstSignal = FirstSignal()
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen; none that comes after this is missed.
    init() {
        let queue = DispatchQueue(label: "signals")
        let registered = DispatchSemaphore(value: 0)
        self.sources = [SIGINT, SIGTERM].map { [firstSignal] number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler(handler: DispatchWorkItem { firstSignal.arrived() })
            source.setRegistrationHandler(handler: DispatchWorkItem { registered.signal() })
            // Before Dispatch listens, which on Linux it does by a handler of its own.
            signal(number, SIG_IGN)
            source.activate()
            return source
        }
        for _ in self.sources { registered.wait() }
    }

    /// Calls a closure at the first, on a thread of its own, or at once if it has come.
    func heed(_ handler: @escaping @Sendable () -> Void) {
        self.firstSignal.heed(handler)
    }

    /// Leaves the signals to the system again.
    func cancel() {
        for source in self.sources { source.cancel() }
    }
}

/// Whether a request to end has come, and what is to be done then.
private final class FirstSignal: Sendable {
    private enum State {
        case quiet
        case heeded(@Sendable () -> Void)
        case interrupted
    }

    private let state = Mutex(State.quiet)

    func heed(_ handler: @escaping @Sendable () -> Void) {
        let hasCome = self.state.withLock { state in
            if case .interrupted = state { return true }
            state = .heeded(handler)
            return false
        }
        if hasCome { handler() }
    }

    func arrived() {
        let previous = self.state.withLock { state in
            defer { state = .interrupted }
            return state
        }
        switch previous {
        case .quiet: break
        case .heeded(let handler): handler()
        case .interrupted: exit(ExitStatus.failure.rawValue)
        }
    }
}
