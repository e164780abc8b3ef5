//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSockets

/// What a server has told of, in order.
final class EventLog: Sendable {
    private let log = Mutex<[HTTPServer.Event]>([])

    var events: [HTTPServer.Event] { self.log.withLock { $0 } }

    /// Appends an event.
    func append(_ event: HTTPServer.Event) {
        self.log.withLock { $0.append(event) }
    }

    /// The limits that were told of.
    var limits: [HTTPServer.Limit] {
        self.events.compactMap { if case .limited(by: let limit) = $0.kind { limit } else { nil } }
    }
}
