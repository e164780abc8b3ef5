//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSocketProtocol
import WebSockets

/// The answer of a server to an opening handshake, whose lines can be replaced.
struct RawAnswer: Sendable {
    private var statusLine: String
    private var fields: [(String, String)] = [("Upgrade", "websocket"), ("Connection", "Upgrade")]

    /// A sound answer, with all lines of one name replaced by others, in which `{accept}` stands for the right value.
    init(_ name: String = "X-Nothing", _ values: [String] = [], status: String = "101 Switching Protocols") {
        self.statusLine = "HTTP/1.1 " + status
        self.fields.append(("Sec-WebSocket-Accept", "{accept}"))
        self.fields.removeAll { $0.0.lowercased() == name.lowercased() }
        self.fields += values.map { (name, $0) }
    }

    /// The bytes that answer a request.
    func bytes(to request: String) throws -> [UInt8] {
        let line = try #require(request.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") })
        let key = try #require(HandshakeKey(String(line.dropFirst(19))))
        let text = self.statusLine + "\r\n" + self.fields.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n"
        return Array(
            text.split(separator: "{accept}", omittingEmptySubsequences: false).joined(separator: key.accept).utf8
        )
    }
}

extension RawConnection {
    /// Waits for a request and answers it, with further bytes behind the answer.
    func answer(_ answer: RawAnswer, _ more: [UInt8] = []) async throws {
        let request = try await self.receive(through: "\r\n\r\n")
        self.send(try answer.bytes(to: request) + more)
    }
}

/// Dials a server that follows a script, and returns the error, after the server has seen the connection end.
func dialError(
    _ dialer: Dialer = Dialer(),
    sourceLocation: SourceLocation = #_sourceLocation,
    _ script: @escaping @Sendable (RawConnection) async throws -> Void
) async throws -> WebSocket.Error {
    let ended = Signal()
    let error = try await withRawServer { connection in
        try? await script(connection)
        _ = await connection.receiveUntilGone()
        ended.send()
    } _: { address in
        let error = await #expect(throws: WebSocket.Error.self, sourceLocation: sourceLocation) {
            try await dialer.dial("ws://\(address)/path").closeNow()
        }
        await ended.wait()
        return error
    }
    return try #require(error, sourceLocation: sourceLocation)
}
