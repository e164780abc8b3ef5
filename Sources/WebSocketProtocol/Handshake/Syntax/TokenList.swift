//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Header fields that hold a list of tokens: `Connection`, `Upgrade`, `Sec-WebSocket-Protocol`.
///
/// A list may be spread over several lines and may hold empty elements, which count for nothing (RFC 9110 §5.6.1).
package enum TokenList {
    /// Returns the tokens of all lines in order.
    ///
    /// - Parameters:
    ///   - lines: Every line's value, at least one.
    ///   - limit: How many tokens are taken at most.
    /// - Returns: The tokens, at least one.
    /// - Throws: ``FieldListProblem`` if a line is no list of tokens, there is no token at all, or one too many.
    package static func parse(_ lines: [String], limit: Int) throws(FieldListProblem) -> [String] {
        var tokens: [String] = []
        for line in lines {
            var scanner = FieldScanner(line)
            scanner.skipEmptyElements()
            while !scanner.isAtEnd {
                guard let token = scanner.token(), scanner.endElement() else { throw .malformed }
                guard tokens.count < limit else { throw .tooLong }
                tokens.append(token)
                scanner.skipEmptyElements()
            }
        }
        guard !tokens.isEmpty else { throw .malformed }
        return tokens
    }

    /// Returns whether the lists hold the token, compared without regard to case.
    ///
    /// An element may carry a version as `Upgrade` has it (`name/version`, RFC 9110 §7.8); with a version it is not
    /// the bare token. A malformed line makes the answer `false`: it cannot be known what its sender meant.
    package static func contains(_ token: String, in lines: [String]) -> Bool {
        var found = false
        for line in lines {
            var scanner = FieldScanner(line)
            scanner.skipEmptyElements()
            while !scanner.isAtEnd {
                guard let element = scanner.tokenBytes() else { return false }
                let hasVersion = scanner.skip(UInt8(ascii: "/"))
                if hasVersion, scanner.tokenBytes() == nil { return false }
                guard scanner.endElement() else { return false }
                if !hasVersion, ASCII.equalsIgnoringCase(element, token) { found = true }
                scanner.skipEmptyElements()
            }
        }
        return found
    }
}
