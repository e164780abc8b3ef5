//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import WSTransport

/// What a test asks of a Redis server itself.
enum RedisQuestion {
    /// Sends a command.
    ///
    /// - Parameters:
    ///   - address: The server.
    ///   - command: The command and its arguments, which have no spaces.
    /// - Returns: The lines of the texts and numbers of the answer.
    /// - Throws: If the server cannot be reached.
    static func ask(_ address: NetworkAddress, _ command: [String]) async throws -> [String] {
        let connection = try await RawConnection(to: address)
        await connection.send(command.joined(separator: " ") + "\r\nQUIT\r\n")
        let answer = String(decoding: try await connection.receiveToEnd(), as: UTF8.self)
        await connection.close()
        let lines = answer.split(separator: "\r\n").dropLast()
        return lines.filter { !"*$".contains($0.first ?? "*") }.map {
            $0.first == ":" ? String($0.dropFirst()) : String($0)
        }
    }
}
