//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import HTTP1
public import Transport

/// A request to an ``HTTPServer``, with its whole body.
public struct HTTPRequest: Sendable {
    /// What is to be done: GET, POST and so on.
    public let method: HTTPMethod

    /// The path as it was sent, with percent escapes, without the query.
    public let path: String

    /// The query as it was sent, without the question mark; `nil` if there is none.
    public let query: String?

    /// The header fields.
    public let fields: HTTPFields

    /// The body; empty if there is none.
    public let body: [UInt8]

    /// The parts of the path that the route's pattern names, percent-decoded.
    public internal(set) var parameters: [String: String] = [:]

    /// The peer's address, or `nil` if it is gone already.
    public internal(set) var remoteAddress: SocketAddress?

    let version: HTTPVersion
    /// The decoded segments of the path.
    let segments: [String]

    /// The names and values of the query, decoded as HTML forms are; empty if one cannot be decoded.
    public var queryItems: [(name: String, value: String)] {
        RequestTarget(self.query.map { self.path + "?" + $0 } ?? self.path)?.queryItems ?? []
    }
}
