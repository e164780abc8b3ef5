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
    private let sources: [any DispatchSourceSignal]

    /// Calls a closure at the first.
    ///
    /// - Parameter handler: Called on a thread of its own.
    init(_ handler: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "signals")
        let hasCome = Atomic(false)
        let handle = { @Sendable () -> Void in
            guard !hasCome.exchange(true, ordering: .relaxed) else { exit(ExitStatus.failure.rawValue) }
            handler()
        }
        self.sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler(handler: DispatchWorkItem(block: handle))
            source.activate()
            return source
        }
    }

    /// Leaves the signals to the system again.
    func cancel() {
        for source in self.sources { source.cancel() }
    }
}
