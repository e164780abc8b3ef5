//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

extension HTTP.Request: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method and path, for a log, with `<hidden>` in place of the query, which may hold secrets.
    ///
    /// A path that holds a secret is shown.
    public var description: String {
        "\(self.method) \(self.path)" + (self.query == nil ? "" : "?\(Secret.placeholder)")
    }

    /// The same as ``description``.
    public var debugDescription: String { self.description }

    /// What is in ``description``, and the header fields as they describe themselves.
    public var customMirror: Mirror { Mirror(self, children: ["request": self.description, "headers": self.headers]) }
}
