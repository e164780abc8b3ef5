//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Hub {
    /// Does what a client asks for in JSON, as ``Hub/ClientRequest`` describes it, until the connection is closed.
    ///
    /// A hub whose format is ``Hub/WireFormat/envelopes`` then tells it of which topic each message is. A client in Swift that is back
    /// after each loss of its connection, without having missed anything:
    ///
    /// ```swift
    /// var last = Hub.StartingPoint.last(20)
    /// for try await socket in Dialer().connections(to: "wss://example.org/hub") {
    ///     try await socket.send(try WebSocket.Message(json: Hub.ClientRequest.subscribe("rooms/7", last)))
    ///     for try await message in socket {
    ///         guard let envelope = try? message.decodeJSON(as: Hub.Envelope.self) else { continue }
    ///         print(envelope.message)
    ///         last = envelope.id.flatMap { Hub.MessageID($0) }.map { .after($0) } ?? last
    ///     }
    /// }
    /// ```
    ///
    /// What is no such request is answered with an error, and changes nothing.
    ///
    /// - Parameters:
    ///   - socket: The client.
    ///   - member: Who it is, to be known as present in the topics that it subscribes to; nobody by default.
    ///   - isAllowed: Whether the client may do what it asks for.
    /// - Throws: `WebSocket.Error` if the connection fails; what `isAllowed` throws.
    public func serve(
        _ socket: isolated WebSocket,
        as member: Hub.Member? = nil,
        allowing isAllowed: @Sendable (Hub.ClientRequest) async throws -> Bool
    ) async throws {
        for try await message in socket {
            guard let request = try? message.decodeJSON(as: Hub.ClientRequest.self) else {
                try await socket.send(try WebSocket.Message(json: Hub.Answer("it is no request in JSON", of: nil)))
                continue
            }
            guard try await isAllowed(request) else {
                try await socket.send(try WebSocket.Message(json: Hub.Answer("it is not allowed", of: request)))
                continue
            }
            do {
                let answer = try await self.fulfil(request, for: socket, member)
                if let answer {
                    try await socket.send(try WebSocket.Message(json: answer))
                }
            } catch let error as WebSocket.Error where error.code == .invalidArgument {
                try await socket.send(try WebSocket.Message(json: Hub.Answer(error.message, of: request)))
            }
        }
    }

    private func fulfil(
        _ request: Hub.ClientRequest,
        for socket: isolated WebSocket,
        _ member: Hub.Member?
    ) async throws -> Hub.Answer? {
        switch request {
        case .subscribe(let topic, let start):
            return Hub.Answer(try await self.subscribe(socket, to: topic, as: member, from: start), to: topic)
        case .match(let pattern):
            try await self.subscribe(socket, matching: pattern)
            return Hub.Answer(Hub.Replay(messageCount: 0, isComplete: true), to: pattern)
        case .unsubscribe(let filter):
            try self.unsubscribe(socket, from: filter)
            return Hub.Answer(unsubscribed: filter)
        case .publish(let topic, let message):
            try self.publish(message, to: topic)
            return nil
        }
    }
}
