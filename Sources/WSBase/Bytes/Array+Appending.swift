//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension [UInt8] {
    /// Appends the line ending of HTTP.
    package mutating func appendLineEnd() {
        append(ASCII.carriageReturn)
        append(ASCII.lineFeed)
    }

    /// Appends the string's UTF-8.
    package mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends the number in decimal digits, or zero if it is negative.
    package mutating func append(decimal number: Int) {
        append(digitsOf: UInt64(clamping: number), radix: 10)
    }

    /// Appends the number in hexadecimal digits, or zero if it is negative.
    package mutating func append(hexadecimal number: Int) {
        append(digitsOf: UInt64(clamping: number), radix: 16)
    }

    private mutating func append(digitsOf number: UInt64, radix: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= radix { divisor &*= radix }
        var rest = number
        while divisor > 0 {
            let digit = UInt8(truncatingIfNeeded: rest / divisor)
            append(digit < 10 ? ASCII.zero &+ digit : 0x57 &+ digit)
            rest %= divisor
            divisor /= radix
        }
    }
}
