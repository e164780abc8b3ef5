//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSTransport

/// Who may connect to a server, by what is open already.
final class Admission: Sendable {
    let limits: HTTPServer.AdmissionLimits
    private let openCount = Atomic<Int>(0)
    private let openingCount = Atomic<Int>(0)
    private let byClient = Mutex<[ClientNetwork: Int]>([:])

    init(_ limits: HTTPServer.AdmissionLimits) {
        self.limits = limits
    }

    /// Counts a connection in that has been accepted.
    ///
    /// - Returns: Which limit it exceeds, if it does. It is counted even so, until ``connectionEnded()``.
    func connectionBegan() -> HTTPServer.Limit? {
        let openCount = self.openCount.add(1, ordering: .relaxed).newValue
        let openingCount = self.openingCount.add(1, ordering: .relaxed).newValue
        if let limit = self.limits.maxConnections, openCount > limit { return .connections }
        if let limit = self.limits.maxHandshakes, openingCount > limit { return .handshakes }
        return nil
    }

    /// Counts off a connection whose first request has come, or will not come any more.
    func openingEnded() {
        self.openingCount.subtract(1, ordering: .relaxed)
    }

    func connectionEnded() {
        self.openCount.subtract(1, ordering: .relaxed)
    }

    /// Whether clients are told apart.
    var countsClients: Bool { self.limits.maxConnectionsPerAddress != nil }

    /// Counts a client's connection in.
    ///
    /// - Returns: Whether it may have another. If not, it has not been counted.
    func admit(_ client: ClientNetwork) -> Bool {
        guard let limit = self.limits.maxConnectionsPerAddress else { return true }
        return self.byClient.withLock { counts in
            let count = counts[client, default: 0]
            guard count < limit else { return false }
            counts[client] = count + 1
            return true
        }
    }

    /// Counts a client's connection off that has ended.
    func release(_ client: ClientNetwork) {
        self.byClient.withLock { counts in
            guard let count = counts[client] else { return }
            counts[client] = count > 1 ? count - 1 : nil
        }
    }
}
