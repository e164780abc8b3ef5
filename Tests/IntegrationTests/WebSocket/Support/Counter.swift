//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// How often something has happened, told by any task.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int {
        self.count.load(ordering: .sequentiallyConsistent)
    }

    /// Counts one more.
    ///
    /// - Returns: How many there are now.
    @discardableResult
    func add() -> Int {
        self.count.add(1, ordering: .sequentiallyConsistent).newValue
    }
}
