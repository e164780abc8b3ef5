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
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in self.text.utf8 {
            hasher.combine(byte)
        }
    }
}
