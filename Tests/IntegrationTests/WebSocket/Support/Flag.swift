//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Something that has happened or not, told by any task.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool {
        self.value.load(ordering: .sequentiallyConsistent)
    }

    func set() {
        self.value.store(true, ordering: .sequentiallyConsistent)
    }
}
