//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// What a server of another make does before it hands a request to an upgrader.
enum OtherHTTPServer {
    struct Received {
        let target: String
        let fields: [(name: String, value: String)]
        /// What came behind the request.
        let early: [UInt8]

        var request: HTTP.Request {
            get throws {
                var fields = HTTP.Fields()
                for (name, value) in self.fields { try fields.append(name, value) }
                return try HTTP.Request(target: self.target, headers: fields)
            }
        }
    }

    /// Reads up to the end of a head and takes it apart, as trustingly as a test may.
    static func receive(_ read: () async throws -> [UInt8]?) async throws -> Received {
        var bytes: [UInt8] = []
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
                let fields = lines.dropFirst().map { line in
                    let parts = line.split(separator: ": ", maxSplits: 1)
                    return (name: String(parts[0]), value: String(parts[1]))
                }
                return Received(
                    target: String(lines[0].split(separator: " ")[1]),
                    fields: fields,
                    early: Array(bytes[end.upperBound...])
                )
            }
            guard let more = try await read(), !more.isEmpty else { throw MemoryChannel.Broken() }
            bytes += more
        }
    }
}
