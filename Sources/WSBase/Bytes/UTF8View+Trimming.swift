//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Substring.UTF8View {
    /// Returns the bytes without the spaces and tabs around them (`OWS`, RFC 9110 §5.6.3).
    package var trimmingSpaces: Substring.UTF8View {
        let range = self.span.trimmingSpaces(0..<self.count)
        return self.dropFirst(range.lowerBound).prefix(range.count)
    }
}
