//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The search for one token in a field whose lines come one by one, case aside.
///
/// An element may carry a version as `Upgrade` has it (`name/version`, RFC 9110 §7.8); with a version it is not the bare
/// token. A malformed line ends the search without success: it cannot be known what its sender meant.
struct TokenSearch {
    private let token: StaticString
    private var hasToken = false
    private var isMalformed = false

    init(_ token: StaticString) {
        self.token = token
    }

    /// Whether the lines so far are lists of tokens and one of them has the token.
    var hasFound: Bool { hasToken && !isMalformed }

    /// Looks at the next line of the field.
    mutating func look(at line: Span<UInt8>) {
        var scanner = FieldScanner(line)
        scanner.skipEmptyElements()
        while !scanner.isAtEnd {
            guard look(atElementOf: &scanner) else {
                isMalformed = true
                return
            }
            scanner.skipEmptyElements()
        }
    }

    /// Passes one element and tells whether it is well-formed.
    private mutating func look(atElementOf scanner: inout FieldScanner) -> Bool {
        guard let element = scanner.tokenBytes() else { return false }
        let isToken = element.equalsIgnoringCase(token)
        let hasVersion = scanner.skip(UInt8(ascii: "/"))
        if hasVersion, scanner.tokenBytes() == nil { return false }
        if isToken, !hasVersion { hasToken = true }
        return scanner.endElement()
    }
}
