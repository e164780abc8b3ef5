//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Transport

/// Connections that are told the same, whichever loops they live on.
///
/// A publication costs one job for each loop and nothing that is allocated for a connection; each loop writes to each of
/// its connections once per turn, however much was published in it. What one task publishes arrives in its order.
package final class Broadcast: Sendable {
    private let groups = Mutex<[BroadcastGroup]>([])

    /// Creates a broadcast to nobody.
    package init() {}

    /// Lets a connection hear what is published from now on.
    package func add(_ socket: isolated WebSocket) {
        // Both live on one loop.
        self.group(on: socket.loop).assumeIsolated { $0.add(socket) }
    }

    /// Lets a connection hear no more.
    ///
    /// To remove one that is not there is no error.
    package func remove(_ socket: isolated WebSocket) {
        // Both live on one loop.
        self.group(on: socket.loop).assumeIsolated { $0.remove(socket) }
    }

    /// Sends a message to every connection; nobody waits for a slow one, whose own policy applies.
    package func publish(_ message: PreparedMessage) {
        for group in self.groups.withLock({ $0 }) {
            if group.loop.isInLoop {
                group.assumeIsolated { $0.send(message) }
            } else {
                group.loop.execute { group.assumeIsolated { $0.send(message) } }
            }
        }
    }

    private func group(on loop: EventLoop) -> BroadcastGroup {
        self.groups.withLock { groups in
            if let group = groups.first(where: { $0.loop === loop }) {
                return group
            }
            let group = BroadcastGroup(loop: loop)
            groups.append(group)
            return group
        }
    }
}
