//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import WebSockets

/// A connection and its program, of which neither outlives the other.
struct Session {
    let socket: WebSocket
    let program: RunningProgram

    private enum Ending {
        case client
        case program
    }

    /// Passes lines on in both directions until the client, the program or the server ends.
    ///
    /// Whatever ends first ends the rest. No direction waits for the other: a program that does not read its input still gets
    /// its output sent, and the other way round.
    func run() async throws {
        // Within it, as both directions may wait for the program while the client goes.
        let ending = try await self.socket.whileOpen { _ in await self.passOn() }
        if Task.isCancelled {
            try? await self.socket.startClosingHandshake(code: .goingAway, reason: "the server is stopping")
        }
        await self.program.end()
        if !Task.isCancelled, ending == .program {
            try await self.socket.close(reason: "the program has ended")
        }
    }

    /// Passes lines on until either direction has ended.
    private func passOn() async -> Ending? {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask { await self.passMessagesOn() }
            group.addTask { await self.passOutputOn() }
            let first = await group.next()
            group.cancelAll()
            return first
        }
    }

    /// Writes each message as a line, and receives the next when the program has room for it: so a program that does not read slows
    /// its own client down, and holds nothing else up.
    private func passMessagesOn() async -> Ending {
        do {
            for try await case .text(let line) in self.socket {
                do {
                    try await self.program.input.send(Array(line.utf8) + [UInt8(ascii: "\n")])
                } catch POSIXError.EPIPE {
                    // The program does not want any more; its output says when it has ended.
                }
            }
        } catch {
            // The connection has ended, with or without a Close.
        }
        return .client
    }

    /// Sends each line of output, and reads the next when the client has room for it: the program waits for a slow client.
    private func passOutputOn() async -> Ending {
        var lines = Lines(of: self.program.output, maxSize: Command.maxLineSize)
        do {
            while let line = try await lines.next() {
                try await self.socket.send(line)
            }
            return .program
        } catch {
            return .client
        }
    }
}
