//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A string that equals another if both have the same bytes.
///
/// To `String` é is the same in one scalar and in two. Other machines, to which names of topics are sent, compare bytes.
package struct ExactString: Hashable, Sendable {
    package let text: String

    /// Takes a string as it is.
    package init(_ text: some StringProtocol) {
        self.text = String(text)
    }

    package static func == (left: ExactString, right: ExactString) -> Bool {
        let (left, right) = (left.text.utf8.span, right.text.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] {
            return false
        }
        return true
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
