//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Span where Element == UInt8 {
    /// Returns the offset of the first byte equal to `byte`, or `nil` if there is none.
    package func firstOffset(of byte: UInt8) -> Int? {
        for offset in indices where self[offset] == byte { return offset }
        return nil
    }

    /// The bytes without the spaces and tabs around them (`OWS`, RFC 9110 §5.6.3).
    package var trimmingSpaces: Span<UInt8> {
        @_lifetime(copy self)
        get {
            extracting(trimmingSpaces(indices))
        }
    }

    /// Whether the bytes are those of the text.
    @inlinable @inline(always)
    package func equals(_ text: StaticString) -> Bool {
        precondition(text.hasPointerRepresentation, "a text of more than one character has a pointer")
        guard count == text.utf8CodeUnitCount else { return false }
        // A literal lives for ever, and its length is the one compared with.
        let other = unsafe UnsafeRawPointer(text.utf8Start)
        return unsafe withUnsafeBytes { bytes in
            for offset in 0..<bytes.count
            where unsafe bytes[offset] != other.load(fromByteOffset: offset, as: UInt8.self) {
                return false
            }
            return true
        }
    }

    /// Whether the bytes are those of the text, letters of ASCII compared without regard to case.
    @inlinable @inline(always)
    package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        precondition(text.hasPointerRepresentation, "a text of more than one character has a pointer")
        guard count == text.utf8CodeUnitCount else { return false }
        // A literal lives for ever, and its length is the one compared with.
        return unsafe withUnsafeBytes { bytes in
            unsafe bytes.equalsIgnoringCase(UnsafeRawPointer(text.utf8Start))
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether as many bytes at `other` are the same, letters of ASCII compared without regard to case.
    @inlinable @inline(always)
    package func equalsIgnoringCase(_ other: UnsafeRawPointer) -> Bool {
        // The caller says that as many bytes lie there, and each load below lies within them.
        var offset = 0
        while offset <= count &- 8 {
            let one = unsafe loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let another = unsafe other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard one == another || lowercased(one) == lowercased(another) else { return false }
            offset &+= 8
        }
        while offset < count {
            let another = unsafe other.load(fromByteOffset: offset, as: UInt8.self)
            guard unsafe self[offset].lowercased == another.lowercased else { return false }
            offset &+= 1
        }
        return true
    }
}

/// The word with each byte from `A` to `Z` made `a` to `z`.
@inlinable @inline(always)
package func lowercased(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits = ones &* 0x80
    // Without their high bits, the bytes cannot carry into each other.
    let low = word & ~highBits
    let isAtLeastA = low &+ ones &* (0x80 - 0x41)
    let isAboveZ = low &+ ones &* (0x7F - 0x5A)
    let isUppercase = isAtLeastA & ~isAboveZ & ~word & highBits
    return word | isUppercase >> 2
}
