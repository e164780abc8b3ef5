//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The search for one token in a field whose lines come one by one, case aside.
///
/// An element may carry a version as `Upgrade` has it (`name/version`, RFC 9110 §7.8); with a version it is not the bare
/// token. A malformed line ends the search without success: it cannot be known what its sender meant.
package struct TokenSearch {
    private let token: StaticString
    private var hasToken = false
    private var isMalformed = false

    package init(_ token: StaticString) {
        self.token = token
    }

    /// Whether the lines so far are lists of tokens and one of them has the token.
    package var hasFound: Bool { hasToken && !isMalformed }

    /// Looks at the next line of the field.
    package mutating func look(at line: Span<UInt8>) {
        var found = false
        let isList = line.forEachToken { [token] element, hasVersion in
            found = found || !hasVersion && element.equalsIgnoringCase(token)
        }
        hasToken = hasToken || found
        isMalformed = isMalformed || !isList
    }
}

extension Span where Element == UInt8 {
    /// Calls `body` with each token of a list, and whether it is followed by a slash and another, as in `websocket/13`
    /// (RFC 9110 §5.6.1, §7.8).
    ///
    /// - Returns: Whether this is a list of tokens; otherwise `body` was called with those before its end.
    @discardableResult
    package func forEachToken(_ body: (_ token: Span<UInt8>, _ hasVersion: Bool) -> Void) -> Bool {
        var scanner = FieldScanner(self)
        scanner.skipEmptyElements()
        while !scanner.isAtEnd {
            guard let token = scanner.tokenBytes() else { return false }
            let hasVersion = scanner.skip(UInt8(ascii: "/"))
            if hasVersion, scanner.tokenBytes() == nil { return false }
            guard scanner.endElement() else { return false }
            body(token, hasVersion)
            scanner.skipEmptyElements()
        }
        return true
    }
}
