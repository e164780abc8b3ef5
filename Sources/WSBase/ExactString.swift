//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A name that is compared, hashed and ordered by its bytes: a topic, a header, a cookie, a host, a member or a key.
///
/// `String` compares by canonical equivalence, so that é is the same in one scalar and in two. Other machines, and other
/// programs on this one, compare bytes. Two names that only `String` takes for the same must not share an entry.
package struct ExactString: Hashable, Comparable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package init(_ text: Substring) {
        self.text = String(text)
    }

    package static func == (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.span.equals(right.text.utf8.span)
    }

    package static func < (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        // Eight at a time: to combine one takes as long.
        let bytes = self.text.utf8.span
        var word: UInt64 = 0
        for index in bytes.indices {
            word = word << 8 | UInt64(bytes[index])
            if index & 7 == 7 {
                hasher.combine(word)
            }
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }
}

extension ExactString: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension ExactString: CustomStringConvertible {
    package var description: String { self.text }
}
