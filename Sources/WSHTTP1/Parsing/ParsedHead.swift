//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP

/// A head as parsed: its first line, its fields, and what those say about the message.
struct ParsedHead<Line: StartLine> {
    let line: Line
    var fields: HTTP.Fields
    let facts: MessageFacts
}
