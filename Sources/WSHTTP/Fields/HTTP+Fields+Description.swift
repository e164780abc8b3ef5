//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension HTTP.Fields: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The lines as an array of texts, for a log.
    ///
    /// Of fields that may hold a secret, which are all but some well-known ones such as `Host` and `Content-Type`, the value
    /// is `<hidden>`. Ask for the field by its name to get the value.
    public var description: String { self.shownLines.description }

    /// The same as ``description``.
    public var debugDescription: String { self.description }

    /// The lines, as in ``description``.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: self.shownLines, displayStyle: .collection) }

    private var shownLines: [String] { self.map { ShownField.line($0.name, $0.value) } }
}
