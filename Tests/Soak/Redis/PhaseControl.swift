//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// What all clients of the hub nodes are to do now, as the driver says.
final class PhaseControl: Sendable {
    /// What the driver has said.
    struct Wish {
        /// The URLs of the nodes.
        var urls: [String] = []
        /// Whether publishers publish.
        var isPublishing = false
        /// Whether roaming subscribers move from node to node.
        var isRoaming = false
        /// Whether roaming subscribers stay disconnected.
        var isAway = false
        /// Whether the other subscribers move to their own nodes.
        var isGoingHome = false
        /// Whether all clients end.
        var isStopping = false
    }

    private let state = Mutex(Wish())

    var wish: Wish { self.state.withLock { $0 } }

    func change(_ body: (inout Wish) -> Void) {
        self.state.withLock { body(&$0) }
    }

    /// The URL of a node; numbers beyond the last node begin again with the first.
    func url(_ node: Int) -> String {
        self.state.withLock { $0.urls[node % $0.urls.count] }
    }
}
