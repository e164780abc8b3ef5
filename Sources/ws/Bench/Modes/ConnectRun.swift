//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// A run in which connections are opened and closed, a fixed number at a time.
struct ConnectRun {
    let dialers: [Dialer]
    let settings: BenchSettings
    let schedule: Schedule
    let errors: ErrorLog
    let observer: Observer

    /// Opens and closes connections until the time is over, the task is cancelled, or none can be made.
    ///
    /// - Parameter measurement: Gets what is seen.
    func run(_ measurement: inout Measurement) async {
        let latencies = Latencies()
        let roll = Roll(self.settings.connections)
        await withDiscardingTaskGroup { group in
            for index in 0..<self.settings.connections {
                group.addTask {
                    await self.openAndClose(by: self.dialers[index % self.dialers.count], to: index, latencies)
                    roll.leave()
                }
            }
            await self.observer.observe(&measurement, self.schedule, until: { roll.isEmpty }) { latencies.take() }
            // Those under way end by themselves, or by their timeouts: a server that does not answer is an error.
        }
    }

    /// Opens one connection after the other, up to the first that fails.
    private func openAndClose(by dialer: Dialer, to index: Int, _ latencies: Latencies) async {
        let url = self.settings.url(ofConnection: index)
        do {
            while MonotonicClock.now < self.schedule.end, !Task.isCancelled {
                let start = MonotonicClock.now
                let socket = try await dialer.dial(url)
                let end = MonotonicClock.now
                try await socket.close()
                let code = await socket.closeCode
                if code == .normalClosure {
                    latencies.record(end - start, self.schedule)
                } else if !Task.isCancelled {
                    self.errors.add("The server answered a Close of 1000 with \(code?.rawValue ?? 1006).")
                }
            }
        } catch is CancellationError {
            // The end of the run.
        } catch {
            self.errors.add("\(error)")
        }
    }
}

/// The times that opening handshakes took, behind a lock, as they are few.
private final class Latencies: Sendable {
    private let histogram = Mutex(Histogram())

    /// Counts a connection that has been opened and closed, if the time is one that is measured.
    func record(_ latency: UInt64, _ schedule: Schedule) {
        let now = MonotonicClock.now
        guard now >= schedule.measuredFrom, now < schedule.end else { return }
        self.histogram.withLock { $0.record(latency) }
    }

    /// Takes the times since the last time.
    func take() -> Histogram {
        self.histogram.withLock { histogram in
            defer { histogram.reset() }
            return histogram
        }
    }
}
