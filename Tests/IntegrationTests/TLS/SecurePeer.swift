//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport

extension OpenSSLPeer {
    /// Shakes hands over a connection, as far as that leads.
    func shakeHands(over connection: RawConnection) async throws {
        self.receive([])
        try await self.exchange(over: connection) { self.isEstablished }
    }

    /// Receives the head of a request or a response, and what comes with it.
    func receiveHead(over connection: RawConnection) async throws -> String {
        try await self.exchange(over: connection) { self.received.firstRange(of: [13, 10, 13, 10]) != nil }
        return String(decoding: self.received, as: UTF8.self)
    }

    private func exchange(over connection: RawConnection, until isDone: () -> Bool) async throws {
        while true {
            await connection.send(self.takeOutput())
            if isDone() { return }
            var bytes = try await connection.receive(1)
            guard !bytes.isEmpty else { return }
            bytes += try await connection.receive(await connection.receivedCount)
            self.receive(bytes)
        }
    }
}
