//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The answer to an opening request that is refused: an HTTP status, a reason and header fields (RFC 6455 §4.2.2).
public struct OpeningRequestRejection: Error, Sendable, Equatable {
    /// The status code of the response.
    public let status: Int
    /// Why the request is refused, in one sentence that holds nothing the client sent; fit for the response's body.
    public let reason: String
    /// Header fields to send besides the usual ones.
    public let fields: [HandshakeField]

    /// Makes a refusal of the application's own, such as 401 or 503.
    public init(status: Int, reason: String, fields: [HandshakeField] = []) {
        self.status = status
        self.reason = reason
        self.fields = fields
    }
}

extension OpeningRequestRejection: CustomStringConvertible {
    /// The status and the reason.
    public var description: String { "\(status): \(reason)" }
}

extension OpeningRequestRejection {
    /// The version this library speaks, as the answer to a request for another one (RFC 6455 §4.4).
    private static var supportedVersion: HandshakeField { HandshakeField("Sec-WebSocket-Version", "13") }

    /// What 426 must carry (RFC 9110 §15.5.22).
    private static var requiredUpgrade: [HandshakeField] {
        [HandshakeField("Upgrade", "websocket"), HandshakeField("Connection", "Upgrade")]
    }

    @inline(never)
    static func malformed(_ reason: String) -> Self {
        Self(status: 400, reason: reason)
    }

    static var notAnUpgrade: Self {
        Self(status: 426, reason: "This resource speaks WebSocket: ask for an upgrade to it.", fields: requiredUpgrade)
    }

    static var wrongMethod: Self {
        Self(
            status: 405,
            reason: "A WebSocket connection is opened by a GET request.",
            fields: [HandshakeField("Allow", "GET")]
        )
    }

    static var wrongHTTPVersion: Self {
        Self(status: 505, reason: "A WebSocket connection is opened by a request in HTTP/1.1.")
    }

    static func malformedVersion(_ reason: String) -> Self {
        Self(status: 400, reason: reason, fields: [supportedVersion])
    }

    static var unsupportedVersion: Self {
        Self(
            status: 426,
            reason: "The only version of the WebSocket protocol spoken here is 13.",
            fields: requiredUpgrade + [supportedVersion]
        )
    }
}
