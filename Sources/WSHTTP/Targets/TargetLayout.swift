//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Where the parts of a request target lie, found without copying (RFC 9112 §3.2).
package struct TargetLayout {
    package let form: RequestTarget.Form
    package let authority: Range<Int>?
    package let path: Range<Int>
    package let query: Range<Int>?

    /// Checks a target and finds its parts, or returns `nil` if it is in none of the four forms.
    ///
    /// The absolute form is accepted for `http` and `https` alone; user information is refused in every form.
    package init?(_ target: Span<UInt8>) {
        guard !target.isEmpty else { return nil }
        var question: Int?
        for offset in target.indices {
            let byte = target[offset]
            guard byte.isTarget else { return nil }
            if byte == ASCII.questionMark && question == nil { question = offset }
        }
        let pathEnd = question ?? target.count

        if target[0] == ASCII.slash {
            form = .origin
            authority = nil
            path = 0..<pathEnd
            query = question.map { offset in (offset + 1)..<target.count }
        } else if target.count == 1 && target[0] == ASCII.asterisk {
            form = .asterisk
            authority = nil
            path = 0..<0
            query = nil
        } else if let start = Self.authorityStart(target) {
            let end = target.firstOffset(of: ASCII.slash, in: start..<pathEnd) ?? pathEnd
            guard Authority.isValid(target.extracting(start..<end)) else { return nil }
            form = .absolute
            authority = start..<end
            path = end..<pathEnd
            query = question.map { offset in (offset + 1)..<target.count }
        } else {
            guard Authority.isValid(target, requiresPort: true) else { return nil }
            form = .authority
            authority = 0..<target.count
            path = 0..<0
            query = nil
        }
    }

    /// The length of `http://` or `https://`, if the target begins with it.
    private static func authorityStart(_ target: Span<UInt8>) -> Int? {
        if target.extracting(first: 7).equalsIgnoringCase("http://".utf8.span) { return 7 }
        if target.extracting(first: 8).equalsIgnoringCase("https://".utf8.span) { return 8 }
        return nil
    }
}
