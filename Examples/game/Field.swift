//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

/// Where the players of a room are.
actor Field {
    static let width = 960
    static let height = 540
    /// How far a player gets in a tick.
    private static let speed = 6
    private static let tick = Duration.seconds(1) / 30

    nonisolated let topic: String
    private let hub: Hub
    private var players: [UInt8: Player] = [:]
    private var number: UInt8 = 0
    private var isWholeDue = true
    /// Whether the last message said that somebody is elsewhere than in the whole frame.
    private var hasToldMoves = false
    private var clock: Task<Void, any Error>?

    private struct Player {
        var x = Int.random(in: 0..<Field.width)
        var y = Int.random(in: 0..<Field.height)
        var direction = (x: 0, y: 0)
        /// Where the last whole frame has them.
        var known = (x: 0, y: 0)

        mutating func move() {
            self.x = min(max(self.x + self.direction.x * Field.speed, 0), Field.width - 1)
            self.y = min(max(self.y + self.direction.y * Field.speed, 0), Field.height - 1)
        }
    }

    init(_ topic: String, _ hub: Hub) {
        self.topic = topic
        self.hub = hub
    }

    /// Lets somebody in.
    ///
    /// - Returns: Who they are; `nil` if there is no room.
    func enter() -> UInt8? {
        guard let id = (0...UInt8.max).first(where: { self.players[$0] == nil }) else { return nil }
        self.players[id] = Player()
        if self.clock == nil {
            self.clock = Task { try await self.run() }
        }
        return id
    }

    /// Publishes a whole frame with the next tick, for a player that has just subscribed and would have missed an earlier one.
    func tellWhole() {
        self.isWholeDue = true
    }

    /// Takes a player out.
    func leave(_ id: UInt8) {
        self.players[id] = nil
        self.isWholeDue = true
        if self.players.isEmpty {
            self.clock?.cancel()
            self.clock = nil
        }
    }

    /// Lets a player go on in a direction; 0 both ways is to stop.
    func steer(_ id: UInt8, x: Int8, y: Int8) {
        self.players[id]?.direction = (Int(x.signum()), Int(y.signum()))
    }

    private func run() async throws {
        var next = ContinuousClock.now
        while true {
            next += Self.tick
            try await Task.sleep(until: next)
            try self.advance()
        }
    }

    /// Moves everybody on, and tells everybody.
    private func advance() throws {
        for id in self.players.keys { self.players[id]?.move() }
        if self.isWholeDue || !self.canTellMoves {
            try self.tellAll()
        } else {
            try self.tellMoves()
        }
    }

    private func tellAll() throws {
        self.isWholeDue = false
        self.hasToldMoves = false
        self.number &+= 1
        var frame = [Frame.whole.rawValue, self.number]
        for (id, player) in self.players {
            self.players[id]?.known = (player.x, player.y)
            frame += [id, UInt8(player.x >> 8), UInt8(player.x & 255), UInt8(player.y >> 8), UInt8(player.y & 255)]
        }
        try self.hub.publish(.binary(frame), to: self.topic, key: "whole")
    }

    /// Whether everybody is near enough to where the last whole frame has them.
    private var canTellMoves: Bool {
        self.players.values.allSatisfy { abs($0.x - $0.known.x) < 128 && abs($0.y - $0.known.y) < 128 }
    }

    private func tellMoves() throws {
        var frame = [Frame.moves.rawValue, self.number]
        for (id, player) in self.players where (player.x, player.y) != player.known {
            let (x, y) = (Int8(player.x - player.known.x), Int8(player.y - player.known.y))
            frame += [id, UInt8(bitPattern: x), UInt8(bitPattern: y)]
        }
        // Where nobody moves there is nothing to say, but that they are all back.
        guard frame.count > 2 || self.hasToldMoves else { return }
        self.hasToldMoves = frame.count > 2
        try self.hub.publish(.binary(frame), to: self.topic, key: "moves")
    }
}
