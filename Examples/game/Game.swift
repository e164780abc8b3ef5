//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Signals
import WebSocketHub
import WebSockets

/// A field on which everybody in a room sees everybody move, thirty times in a second.
///
/// Usage: `game [PORT]`
@main
struct Game {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let hub = Hub()
        let rooms = Rooms(hub)
        let upgrader = Upgrader()
        let server = HTTPServer()
        server.get("/") { _ in HTTP.Response(html: gamePage) }
        server.get("/rooms/{room}") { request in
            let name = "rooms/\(request.parameters["room"] ?? "")"
            guard Hub.TopicFilter.isTopic(name) else { throw HTTP.Error(.badRequest, "That is no name of a room.") }
            return try upgrader.upgrade(request) { try await rooms.play($0, in: name) }
        }
        try await withCancellationOnSignals {
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Open http://\(address)/")
            }
        }
    }
}

/// The rooms that somebody plays in.
actor Rooms {
    private let hub: Hub
    private var rooms: [String: (field: Field, visitors: Int)] = [:]

    init(_ hub: Hub) {
        self.hub = hub
    }

    /// Lets somebody play until the connection ends.
    func play(_ socket: WebSocket, in room: String) async throws {
        let field = self.rooms[room]?.field ?? Field(room, self.hub)
        // Counted here and not by the field, as others may come and go while it is awaited.
        self.rooms[room, default: (field, 0)].visitors += 1
        defer { self.leave(room) }
        guard let player = await field.enter() else {
            try await socket.close(code: .tryAgainLater, reason: "the room is full")
            return
        }
        let end: Result<Void, any Error>
        do {
            end = .success(try await Self.play(socket, as: player, on: field, of: self.hub))
        } catch {
            end = .failure(error)
        }
        await field.leave(player)
        try end.get()
    }

    /// Counts a visitor off, and forgets the room with the last one.
    private func leave(_ room: String) {
        self.rooms[room]?.visitors -= 1
        if self.rooms[room]?.visitors == 0 {
            self.rooms[room] = nil
        }
    }

    private static func play(_ socket: isolated WebSocket, as player: UInt8, on field: Field, of hub: Hub) async throws
    {
        try await socket.send([Frame.you.rawValue, player])
        // Whoever is slow gets the latest of what there is, instead of all that has been.
        try await hub.subscribe(socket, to: field.topic, policy: .latest(keys: 2))
        // After that and not before, or it might miss it.
        await field.tellWhole()
        for try await case .binary(let direction) in socket where direction.count == 2 {
            await field.steer(player, x: Int8(bitPattern: direction[0]), y: Int8(bitPattern: direction[1]))
        }
    }
}
