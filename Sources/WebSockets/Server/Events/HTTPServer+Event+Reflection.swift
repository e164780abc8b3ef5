//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTPServer.Event: CustomDebugStringConvertible, CustomReflectable {
    /// The same as ``description``.
    public var debugDescription: String { self.description }

    /// The message and the metadata: an error of a handler, which may hold anything that it has received, is not dumped.
    public var customMirror: Mirror { Mirror(self, children: ["message": self.message, "metadata": self.metadata]) }
}
