//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub
import WebSockets

/// A client that subscribes to a topic, and comes back after each loss of its connection with the last message that it has seen.
final class TopicSubscriber: Sendable {
    let number: Int
    let topic: String
    /// Whether it moves from node to node; otherwise it stays where it is as long as its connection lasts.
    let isRoaming: Bool
    private let home: Int
    private let control: PhaseControl
    private let state = Mutex(State())

    /// What it has seen; the counts are those of the phase.
    struct State {
        var check = SequenceCheck()
        /// The id of the last message.
        fileprivate var last: Hub.MessageID?
        /// The node at which it has subscribed; `nil` while it has not.
        var node: Int?
        var received = 0
        var visits = 0
        /// How many connections were lost.
        var lost = 0
        /// How many notices came, and how many catch-ups were not complete.
        var notices = 0
        var incomplete = 0
        /// What went wrong, at most some of it.
        var errors: [String] = []

        mutating func note(_ error: String) {
            if self.errors.count < 5 { self.errors.append(error) }
        }
    }

    init(_ number: Int, of topic: String, at home: Int, isRoaming: Bool, _ control: PhaseControl) {
        (self.number, self.topic, self.home, self.isRoaming, self.control) = (number, topic, home, isRoaming, control)
    }

    /// Whether it has a message from which it can come back.
    var hasBegun: Bool { self.state.withLock { $0.last != nil } }

    var current: State { self.state.withLock { $0 } }

    /// Whether it stays, but at another node than its own.
    var hasStrayed: Bool { !self.isRoaming && self.current.node != self.home }

    func beginPhase() {
        self.state.withLock { state in
            (state.received, state.visits, state.lost, state.notices, state.incomplete) = (0, 0, 0, 0, 0)
            state.errors = []
            state.check.beginPhase()
        }
    }

    // MARK: Connecting

    func run() async {
        var node = self.home
        while !self.control.wish.isStopping {
            guard !self.isRoaming || !self.control.wish.isAway else {
                try? await Task.sleep(for: .milliseconds(20))
                continue
            }
            do {
                try await self.visit(node)
                node = self.isRoaming ? node + 1 : self.home
            } catch {
                self.state.withLock { state in
                    state.lost += 1
                    state.note("subscriber \(self.number) at node \(node % 3): \(error)")
                }
                node += 1
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func visit(_ node: Int) async throws {
        let url = self.control.url(node)
        var dialer = Dialer(handshakeTimeout: self.isRoaming ? .seconds(2) : .seconds(10))
        dialer.proxy = .direct
        // Those that roam leave a node that is stopped; the others stay with it.
        dialer.configuration.pingInterval = self.isRoaming ? .seconds(1) : nil
        dialer.configuration.pongTimeout = .seconds(2)
        dialer.configuration.closeTimeout = .seconds(1)
        let socket = try await dialer.dial(url)
        defer { self.state.withLock { $0.node = nil } }
        do {
            let start = self.state.withLock { state in
                state.visits += 1
                return state.last.map { Hub.StartingPoint.after($0) } ?? .now
            }
            try await socket.send(try WebSocket.Message(json: Hub.ClientRequest.subscribe(self.topic, start)))
            try await self.follow(socket, url, node)
        } catch {
            await socket.closeNow()
            throw error
        }
        if node.isMultiple(of: 2) {
            try await socket.close()
        } else {
            await socket.closeNow()
        }
    }

    private func follow(_ socket: WebSocket, _ url: String, _ node: Int) async throws {
        // Each at its own pace, so that they meet in all ways.
        let stay = Duration.milliseconds(300 + self.number * 37 % 400)
        let end = ContinuousClock.now + stay
        while true {
            let wish = self.control.wish
            if wish.isStopping { return }
            let mayLeave =
                if self.isRoaming {
                    wish.isAway || (wish.isRoaming && ContinuousClock.now > end)
                } else {
                    wish.isGoingHome && node != self.home
                }
            // Not in the middle of what it has missed: what it has seen by the node before could come again.
            if mayLeave, self.current.node != nil { return }
            do {
                self.take(try await socket.receive(timeout: .milliseconds(100)), url, node)
            } catch let error as WebSocket.Error where error.code == .timedOut {}
        }
    }

    // MARK: Checking

    private func take(_ message: WebSocket.Message, _ url: String, _ node: Int) {
        if let envelope = try? message.decodeJSON(as: Hub.Envelope.self) {
            self.take(envelope, url)
        } else if let answer = try? message.decodeJSON(as: Hub.Answer.self) {
            self.state.withLock { state in
                state.node = node
                guard answer.complete != true else { return }
                state.incomplete += 1
                state.check.takeNotice()
            }
        } else {
            self.state.withLock { state in
                guard message == .text(GapNotices.text) else {
                    return state.note("subscriber \(self.number) got \(message)")
                }
                state.notices += 1
                state.check.takeNotice()
            }
        }
    }

    private func take(_ envelope: Hub.Envelope, _ url: String) {
        let parts = (envelope.text ?? "").utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
        self.state.withLock { state in
            state.received += 1
            guard parts.count == 2, let number = Int(parts[1]), let id = envelope.id.flatMap({ Hub.MessageID($0) })
            else {
                return state.note("subscriber \(self.number) got \(envelope)")
            }
            state.last = id
            if let wrong = state.check.take(parts[0], number, isOwn: parts[0].hasPrefix(url + "#")) {
                state.note("subscriber \(self.number) of \(self.topic) at \(url): \(wrong) (\(id))")
            }
        }
    }
}
