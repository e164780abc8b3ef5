//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The place of one field line's name and value within the bytes of all fields.
///
/// Offsets take 32 bits each, so that a line takes 16 bytes; what is larger than 1 GiB is refused before.
package struct FieldLine: Sendable {
    private let nameStart: UInt32
    private let nameEnd: UInt32
    private let valueStart: UInt32
    private let valueEnd: UInt32

    package init(name: Range<Int>, value: Range<Int>) {
        nameStart = UInt32(clamping: name.lowerBound)
        nameEnd = UInt32(clamping: name.upperBound)
        valueStart = UInt32(clamping: value.lowerBound)
        valueEnd = UInt32(clamping: value.upperBound)
    }

    package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }

    package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
}
