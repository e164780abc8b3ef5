//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// What those need who send the same to many connections, and keep for each what it has no room for.
extension WebSocket {
    /// What became of a message that was offered.
    package enum Offer: Sendable {
        case taken
        case noRoom
        case closed
    }

    /// Sends a message if there is room for it and nothing else waits to be sent before; called on the loop.
    package nonisolated func offer(_ message: WebSocket.PreparedMessage) -> Offer {
        self.onLoop.offer(self, message)
    }

    /// Whether a message that is offered would be taken; asked for on the loop.
    package nonisolated var hasRoom: Bool {
        self.assumeIsolated { $0.canSend && !$0.isBlocked && !$0.isOutputFull }
    }

    /// Sends a message if no more than ``WebSocket/Configuration/maxPendingOutput`` bytes wait, whatever the slow-consumer policy;
    /// called on the loop.
    package nonisolated func offerBeyondHighWater(_ message: WebSocket.PreparedMessage) -> Offer {
        self.onLoop.offerBeyondHighWater(self, message)
    }

    func offerNow(_ message: WebSocket.PreparedMessage) -> Offer {
        guard self.canSend else { return .closed }
        guard !self.isBlocked, !self.isOutputFull else { return .noRoom }
        self.write(message)
        return .taken
    }

    func offerNowBeyondHighWater(_ message: WebSocket.PreparedMessage) -> Offer {
        guard self.canSend else { return .closed }
        guard self.enqueuedOutput <= self.settings.values.maxPendingOutput else { return .noRoom }
        self.enqueueAdmitted(message)
        return .taken
    }

    /// Has `action` called on the loop once there may be room again for a message that was offered in vain; not at all if the
    /// connection ends before.
    package func notifyOfRoom(_ action: @escaping @Sendable () -> Void) {
        self.makeBacklog().roomWaiters.append(action)
        if self.isOutputFull {
            self.requestDrainNotice()
        }
    }

    /// Has `action` called on the loop when the connection has ended; at once if it has.
    package func notifyOfEnd(_ action: @escaping @Sendable () -> Void) {
        if self.isClosed {
            action()
        } else {
            self.makeControlHandlers().ends.append(action)
        }
    }
}
