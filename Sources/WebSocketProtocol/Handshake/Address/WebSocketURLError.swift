//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Why a text is no WebSocket URL.
@nonexhaustive
public enum WebSocketURLError: Error, Sendable, Equatable {
    /// There is a space, a control character or a character outside ASCII: its first byte, and the bytes before it.
    case forbiddenCharacter(UInt8, offset: Int)
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
    /// The zone of an IPv6 address is malformed (RFC 6874).
    case invalidZone
    /// The port is no number from 1 to 65535.
    case invalidPort
    /// The path or the query has a byte that must be percent-encoded, or `%` without two hexadecimal digits behind it: that byte, and
    /// how many bytes of the URL stand before it.
    ///
    /// For a reference that a server redirects to, `offset` counts in the path and query that it resolves to.
    case invalidResource(UInt8, offset: Int)
    /// The path of a Unix socket is malformed or not absolute.
    case invalidUnixPath
}

extension WebSocketURLError: CustomStringConvertible {
    /// What is wrong with the URL and how to mend it.
    public var description: String {
        switch self {
        case .forbiddenCharacter(let byte, let offset):
            "The URL contains \(Self.name(byte)) at offset \(offset): percent-encode it, as "
                + "WebSocketURL.encodeComponent(_:) does, and write the host in its xn-- form."
        case .fragment: "The URL has a fragment, which a WebSocket URL cannot have: write # as %23 or remove it."
        case .unsupportedScheme: "The URL does not begin with ws:// or wss://."
        case .invalidUserInfo:
            "The user name or the password before @ is malformed: percent-encode it, as "
                + "WebSocketURL.encodeComponent(_:) does."
        case .missingHost: "The URL has no host: write it as in ws://example.com/path."
        case .invalidHost:
            "The URL's host is neither a name of letters, digits, hyphens and points nor an IPv4 address "
                + "nor an IPv6 address in brackets."
        case .invalidPort: "The URL's port is not a number from 1 to 65535."
        case .invalidZone:
            "The URL's zone of an IPv6 address is malformed: write it as in ws://[fe80::1%25eth0]/, where %25 stands for %."
        case .invalidResource(UInt8(ascii: "%"), let offset):
            "The URL's path or query contains % at offset \(offset) without two hexadecimal digits behind it: write %25 for "
                + "the character itself."
        case .invalidResource(let byte, let offset):
            "The URL's path or query contains \(Self.name(byte)) at offset \(offset): write \(PercentEncoding.escape(byte)), "
                + "as WebSocketURL.encodeComponent(_:) does."
        case .invalidUnixPath:
            "The URL has no path of a Unix socket: write it as in ws+unix:/run/chat.sock:/resource, percent-encoded, "
                + "a colon in the path as %3A."
        }
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: " "): "a space"
        case 0x00..<0x20, 0x7F: "a control character (\(PercentEncoding.escape(byte)))"
        case 0x80...: "a character outside ASCII"
        default: String(Unicode.Scalar(byte))
        }
    }
}
