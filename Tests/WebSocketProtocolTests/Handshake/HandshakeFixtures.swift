//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// A head's fields as a list of lines.
struct FieldLines: HeaderFields {
    var lines: [(name: String, value: String)]

    init(_ lines: [(String, String)]) {
        self.lines = lines.map { (name: $0.0, value: $0.1) }
    }

    init(_ fields: [HandshakeField]) {
        lines = fields.map { (name: $0.name, value: $0.value) }
    }

    func values(of name: String) -> [String] {
        lines.filter { ASCII.equalsIgnoringCase($0.name, name) }.map(\.value)
    }

    /// Returns the head with every line of this name replaced by lines with these values.
    func replacing(_ name: String, with values: [String]) -> FieldLines {
        var copy = self
        copy.lines.removeAll { ASCII.equalsIgnoringCase($0.name, name) }
        copy.lines += values.map { (name: name, value: $0) }
        return copy
    }

    func adding(_ name: String, _ value: String) -> FieldLines {
        var copy = self
        copy.lines.append((name: name, value: value))
        return copy
    }
}
