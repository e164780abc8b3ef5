//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

/// A response as it came over the wire.
struct RawResponse: Sendable {
    /// The status code.
    let status: Int

    /// The lines of the head without their ends, the status line first.
    let lines: [String]

    /// The body.
    var body: [UInt8] = []

    /// Reads a head with the empty line at its end.
    init(head: String) throws {
        try #require(head.hasSuffix("\r\n\r\n"), "not a whole head: \(head.debugDescription)")
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = try #require(lines.first).split(separator: " ")
        try #require(words.count >= 2 && words[0] == "HTTP/1.1")
        self.status = try #require(Int(words[1]))
        self.lines = lines
    }

    /// The body as text.
    var text: String { String(decoding: self.body, as: UTF8.self) }

    /// The values of all lines of that name.
    func values(of name: String) -> [String] {
        self.lines.dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
            return String(parts[1].drop { $0 == " " })
        }
    }

    /// The value of the only line of that name.
    subscript(name: String) -> String? {
        let values = self.values(of: name)
        return values.count == 1 ? values[0] : nil
    }
}

extension RawConnection {
    /// Waits for a response and takes it, with as much of a body as it announces.
    func receiveResponse(hasBody: Bool = true) async throws -> RawResponse {
        var response = try RawResponse(head: try await self.receive(through: "\r\n\r\n"))
        if hasBody, let length = response["Content-Length"].flatMap({ Int($0) }) {
            response.body = try await self.receive(length)
            try #require(response.body.count == length, "the body is cut")
        }
        return response
    }

    /// Sends a request and returns its answer.
    func exchange(_ request: String, hasBody: Bool = true) async throws -> RawResponse {
        self.send(request)
        return try await self.receiveResponse(hasBody: hasBody)
    }
}

/// Sends a request over a connection of its own and returns the answer.
func answer(to request: String, at address: NetworkAddress) async throws -> RawResponse {
    let connection = try await RawConnection(to: address, sending: request)
    let response = try await connection.receiveResponse()
    await connection.close()
    return response
}

/// Sends bytes over a connection of its own, and returns the one answer, after which the server must close.
func lastAnswer(
    to request: String,
    at address: NetworkAddress,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> RawResponse {
    let connection = try await RawConnection(to: address, sending: request)
    let response = try await connection.receiveResponse()
    #expect(response["Connection"] == "close", sourceLocation: sourceLocation)
    let rest = try await connection.receiveToEnd()
    #expect(rest.isEmpty, "more than one answer came", sourceLocation: sourceLocation)
    await connection.close()
    return response
}
