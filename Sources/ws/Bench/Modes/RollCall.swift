//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The question to connections that have been idle whether they still work.
struct RollCall {
    /// How many are asked at a time, and how many may fail before no more are.
    private static let concurrency = 512

    let sockets: [WebSocket]
    let errors: ErrorLog

    /// Sends each connection a message, and awaits its echo.
    ///
    /// - Returns: How long the answers took.
    func run() async -> Histogram {
        await withTaskGroup(of: UInt64?.self) { group in
            var latencies = Histogram()
            var next = 0
            var failures = 0
            func askNext() {
                guard next < self.sockets.count, failures < Self.concurrency, !Task.isCancelled else { return }
                let socket = self.sockets[next]
                next += 1
                group.addTask { [errors] in await socket.askWhetherItWorks(errors) }
            }
            for _ in 0..<Self.concurrency { askNext() }
            for await latency in group {
                if let latency {
                    latencies.record(latency)
                } else {
                    failures += 1
                }
                askNext()
            }
            if next < self.sockets.count, !Task.isCancelled {
                // Each may take seconds to fail.
                self.errors.add("\(self.sockets.count - next) more connections were not asked whether they still work.")
            }
            return latencies
        }
    }
}

extension WebSocket {
    /// Sends a message and awaits its echo.
    ///
    /// - Returns: How long that took, in nanoseconds; `nil` if it did not come.
    fileprivate func askWhetherItWorks(_ errors: ErrorLog) async -> UInt64? {
        let question = WebSocket.Message.text("Still there?")
        do {
            let start = MonotonicClock.now
            try self.enqueue(question)
            let answer = try await self.receive(timeout: .seconds(10))
            guard answer == question else {
                errors.add("An idle connection did not echo a message, but sent something else.")
                return nil
            }
            return MonotonicClock.now - start
        } catch is CancellationError {
            return nil
        } catch let error as WebSocket.Error where error.code == .timedOut {
            errors.add("An idle connection did not echo a message within 10 seconds.")
        } catch {
            errors.add("\(error)")
        }
        return nil
    }
}
