//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Span where Element == UInt8 {
    /// Returns `range` without the spaces and tabs at its ends (`OWS`, RFC 9110 §5.6.3).
    @inlinable
    package func trimmingSpaces(_ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, self[lower] == UInt8(ascii: " ") || self[lower] == UInt8(ascii: "\t") { lower &+= 1 }
        while upper > lower, self[upper &- 1] == UInt8(ascii: " ") || self[upper &- 1] == UInt8(ascii: "\t") {
            upper &-= 1
        }
        return lower..<upper
    }
}
