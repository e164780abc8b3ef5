//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A reader over one header field value that only ever moves forward.
///
/// Each byte is looked at a fixed number of times and none is read again after it was passed, so whatever is built
/// on it takes time linear in the value's length.
package struct FieldScanner: ~Escapable {
    private let bytes: Span<UInt8>
    private var position = 0

    @_lifetime(copy value)
    package init(_ value: Span<UInt8>) {
        bytes = value
    }

    /// Whether every byte has been passed.
    package var isAtEnd: Bool { position == bytes.count }

    /// Passes the byte if it is the next one, and tells whether it was.
    package mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Passes optional white space: spaces and tabs (RFC 9110 §5.6.3).
    package mutating func skipOptionalWhitespace() {
        while skip(UInt8(ascii: " ")) || skip(UInt8(ascii: "\t")) {}
    }

    /// Passes what may stand between two elements of a list: commas and optional white space (RFC 9110 §5.6.1).
    package mutating func skipEmptyElements() {
        repeat { skipOptionalWhitespace() } while skip(UInt8(ascii: ","))
    }

    /// Ends one element of a list: passes optional white space and, unless the value ends there, a comma.
    ///
    /// - Returns: Whether the element ended where it may; `false` means the list is malformed.
    package mutating func endElement() -> Bool {
        skipOptionalWhitespace()
        return isAtEnd || skip(UInt8(ascii: ","))
    }

    /// Passes a token and returns it, or `nil` if the next byte cannot begin one.
    package mutating func token() -> String? {
        guard let token = tokenBytes() else { return nil }
        return String(repairing: token)
    }

    /// Passes a token and returns its bytes, or `nil` if the next byte cannot begin one.
    @_lifetime(copy self)
    package mutating func tokenBytes() -> Span<UInt8>? {
        let start = position
        while position < bytes.count, bytes[position].isToken { position += 1 }
        return position > start ? bytes.extracting(start..<position) : nil
    }

    /// Passes a token or a quoted string and returns its value.
    ///
    /// RFC 6455 §9.1 demands that a quoted value be a token once it is unquoted, so one with any other byte, an empty
    /// one and one without its closing quotation mark are refused, at the first byte that shows it.
    package mutating func tokenOrQuotedToken() -> String? {
        guard skip(UInt8(ascii: "\"")) else { return token() }
        var value: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            // A backslash stands for the byte after it (RFC 9110 §5.6.4) and is none of a token's own.
            if bytes[position] == UInt8(ascii: "\\") { position += 1 }
            guard position < bytes.count, bytes[position].isToken else { return nil }
            value.append(bytes[position])
            position += 1
        }
        guard skip(UInt8(ascii: "\"")), !value.isEmpty else { return nil }
        return String(decoding: value, as: UTF8.self)
    }
}
