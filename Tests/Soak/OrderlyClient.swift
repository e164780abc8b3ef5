//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A client that stays connected, and checks what comes.
struct OrderlyClient: Sendable {
    let number: Int
    let url: String
    let tally: Tally
    /// Whether it hears numbers instead of sending messages.
    let listens: Bool

    /// Connects again and again until it is told to stop.
    func run() async {
        var dialer = Dialer(compression: self.url.hasSuffix("compressed") ? .enabled : nil)
        dialer.handshakeTimeout = .seconds(30)
        dialer.proxy = .direct
        let backoff = Dialer.Backoff(initial: .milliseconds(500), maximum: .seconds(4))
        while !self.tally.isStopping {
            do {
                let connections = dialer.connections(to: self.url, backoff: backoff) { _, _ in
                    self.tally.count { $0.failedAttempts += 1 }
                    return !self.tally.isStopping
                }
                for try await socket in connections {
                    await self.use(socket)
                    if self.tally.isStopping { return }
                }
            } catch {
                self.tally.note("client \(self.number): \(error)")
            }
        }
    }

    private func use(_ socket: WebSocket) async {
        self.tally.count { counts in
            counts.open += 1
            counts.opened += 1
        }
        defer { self.tally.count { $0.open -= 1 } }
        do {
            try await self.listens ? self.listen(socket) : self.exchange(socket)
            try await socket.close()
            if await socket.closeCode != .normalClosure {
                self.tally.note("client \(self.number) was not closed as it should be")
            }
        } catch {
            self.tally.count { $0.lost += 1 }
            self.tally.note("client \(self.number) lost its connection: \(error)")
        }
    }

    /// Sends numbered messages of many sizes, and checks that each comes back as it was, and nothing else does.
    private func exchange(_ socket: WebSocket) async throws {
        var generator = SystemRandomNumberGenerator()
        var index = 0
        while !self.tally.isStopping {
            let size = [20, 60, 125, 126, 1000, 20_000, 70_000].randomElement(using: &generator) ?? 0
            // Large ones are rare: each costs as much as a thousand others.
            let filling = String(repeating: "x", count: size > 10_000 && !index.isMultiple(of: 16) ? 60 : size)
            let message = WebSocket.Message.text("\(self.number) \(index) \(filling)")
            let answer = try await self.answer(to: message, on: socket)
            if answer != message {
                self.tally.note("client \(self.number) got something else than message \(index)")
            }
            index += 1
            try await self.expectSilence(of: socket, for: .milliseconds(Int.random(in: 500...4500, using: &generator)))
        }
    }

    private func answer(to message: WebSocket.Message, on socket: WebSocket) async throws -> WebSocket.Message {
        self.tally.count { $0.sent += 1 }
        do {
            try await socket.send(message)
            let answer = try await socket.receive()
            self.tally.count { $0.echoed += 1 }
            return answer
        } catch {
            self.tally.count { $0.cut += 1 }
            throw error
        }
    }

    private func expectSilence(of socket: WebSocket, for duration: Duration) async throws {
        do {
            _ = try await socket.receive(timeout: duration)
            self.tally.note("client \(self.number) got a message that nobody has sent")
        } catch let error as WebSocket.Error where error.code == .timedOut {}
    }

    /// Hears numbers, none of which may be missing.
    private func listen(_ socket: WebSocket) async throws {
        var last: Int?
        while !self.tally.isStopping {
            guard case .text(let text) = try await socket.receive(), let number = Int(text.prefix { $0 != " " }) else {
                self.tally.note("client \(self.number) got no number")
                continue
            }
            if let last, number != last + 1 {
                self.tally.note("client \(self.number) got \(number) after \(last)")
            }
            last = number
            self.tally.count { $0.ticks += 1 }
        }
    }
}
