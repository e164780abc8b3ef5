//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Watches a run: takes the figures each second, and at the beginning and the end of the measured time.
struct Observer {
    let pids: [Int]
    let errors: ErrorLog
    let progress: ProgressLine

    /// Watches until the time is over.
    ///
    /// - Parameters:
    ///   - measurement: Gets what is seen.
    ///   - schedule: When to measure; it is stopped if the task is cancelled or nobody is left.
    ///   - hasEnded: Whether nobody is left.
    ///   - takeLatencies: Takes the latencies since the last time.
    func observe(
        _ measurement: inout Measurement,
        _ schedule: Schedule,
        until hasEnded: () -> Bool,
        takeLatencies: () async -> Histogram
    ) async {
        self.progress.show("warming up")
        await self.wait(until: schedule.measuredFrom, schedule, hasEnded)
        let start = ProcessUsage.ownSeconds
        measurement.serverAtStart = self.usage()
        var nextSecond = schedule.measuredFrom
        var isOver = false
        while !isOver {
            nextSecond += 1_000_000_000
            await self.wait(until: nextSecond, schedule, hasEnded)
            isOver = MonotonicClock.now >= schedule.end
            if isOver {
                // Before all else, as it goes on.
                measurement.serverAtEnd = self.usage()
                measurement.generatorSeconds = ProcessUsage.ownSeconds - start
            }
            measurement.add(await takeLatencies(), until: schedule.measuredSeconds)
            self.progress.show(measurement.intervals.last, self.errors)
        }
        measurement.seconds = schedule.measuredSeconds
    }

    /// What the server's processes have used, if they are asked about.
    func usage() -> ProcessUsage? {
        guard !self.pids.isEmpty else { return nil }
        do {
            return try ProcessUsage(of: self.pids)
        } catch {
            self.errors.add("\(error)")
            return nil
        }
    }

    /// Waits until a time or the end of the run.
    private func wait(until time: UInt64, _ schedule: Schedule, _ hasEnded: () -> Bool) async {
        while true {
            if Task.isCancelled || hasEnded() { schedule.stop() }
            let now = MonotonicClock.now
            let time = min(time, schedule.end)
            guard now < time else { return }
            // Not at once: the end may come from elsewhere.
            try? await Task.sleep(for: .nanoseconds(min(time - now, 100_000_000)))
        }
    }
}
