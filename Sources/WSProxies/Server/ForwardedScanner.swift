//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// Reads a `Forwarded` field, element by element (RFC 7239 §4).
struct ForwardedScanner {
    private var rest: Substring.UTF8View

    init(_ value: String) {
        rest = Substring(value).utf8
    }

    /// Whether all has been read; what is left otherwise is malformed.
    var isAtEnd: Bool { rest.isEmpty }

    /// Reads the pairs of the next element, their names in lower case; `nil` at the end or where it is malformed.
    mutating func nextElement() -> [ExactString: String]? {
        while skip(",") || skip(" ") || skip("\t") {}
        guard !rest.isEmpty else { return nil }
        let start = rest
        var pairs: [ExactString: String] = [:]
        repeat {
            skipSpace()
            guard let name = token(), skip("="), let value = quoted() ?? token(),
                // A name that stands there twice could be read in two ways.
                pairs.updateValue(value, forKey: ExactString(ASCII.lowercased(name.utf8.span))) == nil
            else {
                rest = start
                return nil
            }
            skipSpace()
        } while skip(";")
        guard rest.isEmpty || skip(",") else {
            rest = start
            return nil
        }
        return pairs
    }

    private mutating func skipSpace() {
        while skip(" ") || skip("\t") {}
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func token() -> String? {
        let token = rest.prefix { $0.isToken }
        guard !token.isEmpty else { return nil }
        rest = rest[token.endIndex...]
        return String(Substring(token))
    }

    /// Reads a quoted string, a backslash standing for the byte behind it (RFC 9110 §5.6.4).
    private mutating func quoted() -> String? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        var bytes: [UInt8] = []
        var reader = rest.dropFirst()
        while var byte = reader.popFirst() {
            if byte == UInt8(ascii: "\"") {
                rest = reader
                return String(decoding: bytes, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = reader.popFirst() else { return nil }
                byte = escaped
            }
            bytes.append(byte)
        }
        return nil
    }
}
