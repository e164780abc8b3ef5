//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// How many connections still take part.
final class Roll: Sendable {
    private let present: Atomic<Int>

    init(_ count: Int) {
        self.present = Atomic(count)
    }

    func leave() {
        self.present.subtract(1, ordering: .relaxed)
    }

    var isEmpty: Bool { self.present.load(ordering: .relaxed) <= 0 }
}
