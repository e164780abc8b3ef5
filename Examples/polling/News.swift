//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// What has happened last.
struct Update: Sendable {
    let number: Int
    /// When it happened, in milliseconds since 1970.
    let time: Double

    var json: String { #"{"number":\#(self.number),"time":\#(self.time)}"# }
}

/// Things that happen now and then, and who waits for them.
actor News {
    private(set) var latest = Update(number: 1, time: Date().timeIntervalSince1970 * 1000)
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var waiterCount = 0

    /// Makes things happen, twice a second or less often, until the task is cancelled.
    func write() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(Int.random(in: 500...3000)))
            self.latest = Update(number: self.latest.number + 1, time: Date().timeIntervalSince1970 * 1000)
            for waiter in self.waiters.values { waiter.resume() }
            self.waiters = [:]
        }
    }

    /// Waits for what comes after an update that has been seen; `nil` if nothing does in time.
    func next(after number: Int, timeout: Duration) async -> Update? {
        guard self.latest.number <= number else { return self.latest }
        self.waiterCount += 1
        let id = self.waiterCount
        let timer = Task {
            try await Task.sleep(for: timeout)
            self.giveUp(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { self.waiters[id] = $0 }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
        timer.cancel()
        return self.latest.number > number ? self.latest : nil
    }

    private func giveUp(_ id: Int) {
        self.waiters.removeValue(forKey: id)?.resume()
    }
}
