//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The jobs that wait to run on a loop, first in first out.
struct JobQueue {
    private var jobs: [UnownedJob] = []
    private var head = 0

    var isEmpty: Bool {
        self.head == self.jobs.count
    }

    /// Adds a job; it must be run exactly once, which is what makes holding it unowned sound.
    mutating func append(_ job: UnownedJob) {
        self.jobs.append(job)
    }

    /// Removes and returns the job that has waited longest.
    mutating func popFirst() -> UnownedJob? {
        guard !self.isEmpty else { return nil }
        let job = self.jobs[self.head]
        self.head += 1
        if self.isEmpty {
            // Storage is kept for the next turn, unless a storm made it large.
            self.jobs.removeAll(keepingCapacity: self.jobs.capacity <= 4096)
            self.head = 0
        } else if self.head >= 4096 {
            self.jobs.removeFirst(self.head)
            self.head = 0
        }
        return job
    }
}
