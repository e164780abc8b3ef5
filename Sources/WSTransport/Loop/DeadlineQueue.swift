//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The scheduled deadlines of a loop, earliest first: a binary heap whose entries know where they stand.
package struct DeadlineQueue {
    private var heap: [DeadlineEntry] = []

    /// Creates an empty queue.
    package init() {}

    /// The time of the earliest deadline.
    package var earliest: UInt64? {
        self.heap.isEmpty ? nil : self.heap[0].time
    }

    /// The number of scheduled deadlines.
    package var count: Int {
        self.heap.count
    }

    /// Adds `deadline`, or moves it forward; a later time than it has is ignored, and any time once it has been put off.
    package mutating func schedule(_ deadline: DeadlineEntry, at time: UInt64) {
        if let position = deadline.position {
            guard time < deadline.time, !deadline.isDeferred else { return }
            deadline.time = time
            self.siftUp(from: position)
        } else {
            deadline.isDeferred = false
            deadline.time = time
            deadline.position = self.heap.count
            self.heap.append(deadline)
            self.siftUp(from: self.heap.count - 1)
        }
    }

    /// Adds an expired deadline again, as its loop is late.
    package mutating func putOff(_ deadline: DeadlineEntry, to time: UInt64) {
        self.schedule(deadline, at: time)
        deadline.isDeferred = true
    }

    /// Removes and returns a deadline whose time has come.
    package mutating func popExpired(at now: UInt64) -> DeadlineEntry? {
        guard !self.heap.isEmpty, self.heap[0].time <= now else { return nil }
        let first = self.heap[0]
        self.remove(first)
        return first
    }

    /// Removes `deadline` if it is scheduled.
    package mutating func remove(_ deadline: DeadlineEntry) {
        guard let position = deadline.position else { return }
        deadline.position = nil
        let last = self.heap.removeLast()
        guard last !== deadline else { return }
        self.place(last, at: position)
        self.siftUp(from: position)
        self.siftDown(from: last.position ?? position)
    }

    private mutating func place(_ deadline: DeadlineEntry, at position: Int) {
        self.heap[position] = deadline
        deadline.position = position
    }

    private mutating func siftUp(from start: Int) {
        var position = start
        let deadline = self.heap[position]
        while position > 0 {
            let parent = self.heap[(position - 1) / 2]
            guard deadline.time < parent.time else { break }
            self.place(parent, at: position)
            position = (position - 1) / 2
        }
        self.place(deadline, at: position)
    }

    private mutating func siftDown(from start: Int) {
        var position = start
        let deadline = self.heap[position]
        while true {
            var child = 2 * position + 1
            guard child < self.heap.count else { break }
            if child + 1 < self.heap.count, self.heap[child + 1].time < self.heap[child].time {
                child += 1
            }
            guard self.heap[child].time < deadline.time else { break }
            self.place(self.heap[child], at: position)
            position = child
        }
        self.place(deadline, at: position)
    }
}
