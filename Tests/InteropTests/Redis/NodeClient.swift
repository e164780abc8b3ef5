//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub
import WebSockets

/// A client of a hub, which has subscribed to one thing.
actor NodeClient {
    private let socket: WebSocket
    /// What it began with.
    let missed: [Hub.Envelope]
    /// Whether that was all that it had missed.
    let isComplete: Bool
    /// The id of the last message that it has had.
    private(set) var last: Hub.MessageID?

    init(_ url: String, _ request: Hub.ClientRequest) async throws {
        self.socket = try await Dialer().dial(url)
        try await self.socket.send(try WebSocket.Message(json: request))
        var missed: [Hub.Envelope] = []
        while true {
            let message = try await self.socket.receive()
            if let answer = try? message.decodeJSON(as: Hub.Answer.self), answer.subscribed != nil {
                self.isComplete = answer.complete ?? false
                break
            }
            missed.append(try message.decodeJSON(as: Hub.Envelope.self))
        }
        self.missed = missed
        self.last = missed.last?.id.flatMap { Hub.MessageID($0) }
    }

    /// Receives texts.
    ///
    /// - Parameter count: How many.
    /// - Returns: The texts in order.
    /// - Throws: If the connection ends.
    func texts(_ count: Int) async throws -> [String] {
        var texts: [String] = []
        while texts.count < count {
            texts.append(try await self.text())
        }
        return texts
    }

    /// Receives texts until this one, which is the last of them.
    func texts(through last: String) async throws -> [String] {
        var texts: [String] = []
        while texts.last != last {
            texts.append(try await self.text())
        }
        return texts
    }

    private func text() async throws -> String {
        let envelope = try await self.socket.receive().decodeJSON(as: Hub.Envelope.self)
        self.last = envelope.id.flatMap { Hub.MessageID($0) } ?? self.last
        return envelope.text ?? ""
    }

    func close() async {
        await self.socket.closeNow()
    }
}
