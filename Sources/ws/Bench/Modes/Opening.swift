//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The opening of many connections, a bounded number at a time.
struct Opening {
    /// How many are under way at a time.
    private static let concurrency = 128

    let targets: [Target]
    let errors: ErrorLog

    /// Where one connection goes, and by which dialer.
    struct Target: Sendable {
        let dialer: Dialer
        let url: String
    }

    /// Opens the connections, up to the first failure or cancellation.
    ///
    /// - Parameter progress: Called with the number of those that are open, after each.
    /// - Returns: The connections that are open, in the order of their targets: all of them if nothing went wrong.
    func run(_ progress: (Int) -> Void) async -> [WebSocket] {
        await withTaskGroup(of: Attempt.self) { group in
            var sockets = [WebSocket?](repeating: nil, count: self.targets.count)
            var next = 0
            var opened = 0
            var hasFailed = false
            func startNext() {
                guard next < self.targets.count, !hasFailed, !Task.isCancelled else { return }
                let index = next
                let target = self.targets[index]
                next += 1
                group.addTask { await Attempt(index, target) }
            }
            // The first goes ahead, so that a server that is not there is one error.
            startNext()
            for await attempt in group {
                switch attempt.result {
                case .success(let socket):
                    if attempt.index == 0 {
                        for _ in 1..<Self.concurrency { startNext() }
                    }
                    sockets[attempt.index] = socket
                    opened += 1
                    progress(opened)
                case .failure(let error):
                    hasFailed = true
                    if !(error is CancellationError) {
                        self.errors.add("\(error)")
                    }
                }
                startNext()
            }
            return sockets.compactMap(\.self)
        }
    }
}

/// One attempt to open a connection.
private struct Attempt: Sendable {
    let index: Int
    let result: Result<WebSocket, any Error>

    init(_ index: Int, _ target: Opening.Target) async {
        self.index = index
        do {
            self.result = .success(try await target.dialer.dial(target.url))
        } catch {
            self.result = .failure(error)
        }
    }
}
