//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a text is no WebSocket URL.
@nonexhaustive
public enum WebSocketURLError: Error, Sendable, Equatable {
    /// There is a space, a control character or a character outside ASCII.
    case forbiddenCharacter
    /// There is a fragment, which WebSocket URLs cannot have (RFC 6455 §3).
    case fragment
    /// The scheme is neither `ws` nor `wss` nor `ws+unix`.
    case unsupportedScheme
    /// The user name or the password before the host is malformed.
    case invalidUserInfo
    /// There is no host.
    case missingHost
    /// The host is neither a name nor an address.
    case invalidHost
    /// The port is no number from 1 to 65535.
    case invalidPort
    /// The path or the query is malformed.
    case invalidResource
    /// The path of a Unix socket is malformed or not absolute.
    case invalidUnixPath
}

extension WebSocketURLError: CustomStringConvertible {
    /// What is wrong with the URL and how to mend it.
    public var description: String {
        switch self {
        case .forbiddenCharacter:
            "The URL contains a space, a control character or a character outside ASCII: "
                + "percent-encode it, and write the host in its xn-- form."
        case .fragment: "The URL has a fragment, which a WebSocket URL cannot have: write # as %23 or remove it."
        case .unsupportedScheme: "The URL does not begin with ws:// or wss://."
        case .invalidUserInfo: "The user name or the password before @ is malformed: percent-encode it."
        case .missingHost: "The URL has no host: write it as in ws://example.com/path."
        case .invalidHost:
            "The URL's host is neither a name of letters, digits, hyphens and points nor an IPv4 address "
                + "nor an IPv6 address in brackets."
        case .invalidPort: "The URL's port is not a number from 1 to 65535."
        case .invalidResource:
            "The URL's path or query contains a character that must be percent-encoded, or % without two digits."
        case .invalidUnixPath:
            "The URL has no path of a Unix socket: write it as in ws+unix:/run/chat.sock:/resource, percent-encoded, "
                + "a colon in the path as %3A."
        }
    }
}
