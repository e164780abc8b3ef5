//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Transport

/// The connections of a broadcast that live on one loop.
actor BroadcastGroup {
    nonisolated let loop: EventLoop
    private var members: [WebSocket] = []
    private var positions: [ObjectIdentifier: Int] = [:]

    init(loop: EventLoop) {
        self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    func add(_ socket: WebSocket) {
        guard self.positions[ObjectIdentifier(socket)] == nil else { return }
        self.positions[ObjectIdentifier(socket)] = self.members.count
        self.members.append(socket)
    }

    func remove(_ socket: WebSocket) {
        guard let position = self.positions.removeValue(forKey: ObjectIdentifier(socket)) else { return }
        let last = self.members.removeLast()
        if last !== socket {
            self.members[position] = last
            self.positions[ObjectIdentifier(last)] = position
        }
    }

    func send(_ message: PreparedMessage) {
        for member in self.members {
            // One that cannot be sent to any more is closing, and will be removed by its handler.
            _ = try? member.onLoop.enqueue(member, message)
        }
    }
}
