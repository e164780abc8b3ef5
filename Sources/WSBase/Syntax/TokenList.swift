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
        for line in lines { try append(line.utf8.span, to: &tokens, limit: limit) }
        guard !tokens.isEmpty else { throw .malformed }
        return tokens
    }

    /// Appends the tokens of one line, which may have none.
    package static func append(_ line: Span<UInt8>, to tokens: inout [String], limit: Int) throws(FieldListProblem) {
        var scanner = FieldScanner(line)
        scanner.skipEmptyElements()
        while !scanner.isAtEnd {
            guard let token = scanner.token(), scanner.endElement() else { throw .malformed }
            guard tokens.count < limit else { throw .tooLong }
            tokens.append(token)
            scanner.skipEmptyElements()
        }
    }

    /// Returns the index of the first name that is not a token, or that is there before; `nil` if all may be offered or chosen.
    package static func firstInvalid(_ names: [String]) -> Int? {
        var seen: Set<ExactString> = []
        return names.firstIndex { !ASCII.isToken($0) || !seen.insert(ExactString($0)).inserted }
    }

    /// Returns whether the lists hold the token, compared without regard to case; see ``TokenSearch``.
    package static func contains(_ token: StaticString, in lines: [String]) -> Bool {
        var search = TokenSearch(token)
        for line in lines { search.look(at: line.utf8.span) }
        return search.hasFound
    }
}
