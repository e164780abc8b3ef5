//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Text that may be a secret: a user name, a password, a token, an argument of a command.
///
/// Descriptions, string interpolation, reflection and `dump` show ``placeholder`` in its place, also where a value that holds
/// a secret is shown. It cannot be encoded. The text leaves by ``reveal()`` alone, where it is parsed or sent. Two secrets are
/// compared by bytes, in a time that depends on them.
package struct Secret: Hashable, Sendable {
    /// What is shown in place of a secret.
    package static let placeholder = "<hidden>"

    private let text: ExactString

    package init(_ text: String) {
        self.text = ExactString(text)
    }

    /// Returns the text.
    package func reveal() -> String { self.text.text }
}

extension Secret: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { Self.placeholder }
    package var debugDescription: String { Self.placeholder }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension DefaultStringInterpolation {
    /// Refuses a secret where the compiler sees it: the placeholder would be sent in place of the text.
    @available(*, deprecated, message: "A secret is not text: call reveal() where it is sent.")
    package mutating func appendInterpolation(_ secret: Secret) {
        self.appendLiteral(Secret.placeholder)
    }
}
