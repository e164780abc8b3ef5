//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension HandshakeField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The line; of a field that may hold a secret the value is `<hidden>`.
    public var description: String { ShownField.line(name, value) }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// The line, as in ``description``.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: [description], displayStyle: .collection) }
}
