//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Synchronization

/// Event loops, lent and taken back.
///
/// Threads are made on demand and kept: what is still enqueued on a loop always runs.
package final class EventLoopGroup: Sendable {
    /// The loops clients live on: one per core, made at first use.
    package static let shared = EventLoopGroup(loops: EventLoopGroup.lease(count: nil))

    private static let idleLoops = Mutex<[EventLoop]>([])
    private static let idleManualLoops = Mutex<[EventLoop]>([])

    /// The loops, never empty.
    package let loops: [EventLoop]

    private init(loops: [EventLoop]) {
        self.loops = loops
    }

    /// Lends loops that nobody else uses until they are given back.
    ///
    /// - Parameter count: How many; one per core the process may use by default.
    /// - Returns: That many loops, at least one.
    package static func lease(count: Int?) -> [EventLoop] {
        let count = max(1, count ?? Int(uv_available_parallelism()))
        var loops = Self.idleLoops.withLock { idle in
            let taken = Array(idle.suffix(count))
            idle.removeLast(taken.count)
            return taken
        }
        while loops.count < count {
            loops.append(EventLoop())
        }
        return loops
    }

    /// Lends a loop whose time is moved by hand.
    package static func leaseWithManualTime() -> EventLoop {
        Self.idleManualLoops.withLock { $0.popLast() } ?? EventLoop(hasManualTime: true)
    }

    /// Takes lent loops back.
    package static func giveBack(_ loops: [EventLoop]) {
        Self.idleLoops.withLock { $0.append(contentsOf: loops.filter { !$0.hasManualTime }) }
        Self.idleManualLoops.withLock { $0.append(contentsOf: loops.filter(\.hasManualTime)) }
    }

    /// The loop with the fewest connections.
    package var leastLoaded: EventLoop {
        self.loops.leastLoaded
    }
}

extension [EventLoop] {
    /// The loop with the fewest connections; the array must not be empty.
    package var leastLoaded: EventLoop {
        var best = self[0]
        var bestCount = best.connectionCount.load(ordering: .relaxed)
        for loop in self.dropFirst() {
            let count = loop.connectionCount.load(ordering: .relaxed)
            if count < bestCount {
                (best, bestCount) = (loop, count)
            }
        }
        return best
    }
}
