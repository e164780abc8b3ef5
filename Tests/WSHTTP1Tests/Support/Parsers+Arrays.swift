//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP1

// A span cannot be made within an expectation, so these take arrays.

extension RequestParser {
    /// Feeds the bytes from their first on; returns the event and how many bytes were used.
    mutating func next(_ bytes: [UInt8]) -> (event: Event, used: Int) {
        var position = 0
        let event = next(bytes.span, from: &position)
        return (event, position)
    }
}

extension ResponseParser {
    /// Feeds the bytes from their first on; returns the event and how many bytes were used.
    mutating func next(_ bytes: [UInt8]) -> (event: Event, used: Int) {
        var position = 0
        let event = next(bytes.span, from: &position)
        return (event, position)
    }
}
