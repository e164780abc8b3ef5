//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Span<UInt8> {
    /// Returns the offset of the first control character at or after `start`, or `count` if there is none.
    ///
    /// Control characters are those below 0x20, except the tab, and DEL: what no head contains but in its line endings
    /// (RFC 9112 §2.2). Eight bytes are looked at together.
    package func firstControl(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones &* 0x80
        var offset = start
        while offset &+ 8 <= count {
            // The loop's condition leaves 8 bytes at `offset`, which starts at zero or above.
            let word = UInt64(
                littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            )
            // A subtraction borrows into the high bit of a byte that is below the subtrahend. Above the first such byte
            // the borrow may spoil the result, so only the lowest bit found is taken for true.
            let belowSpace = (word &- ones &* UInt64(ASCII.space)) & ~word
            let zeroIfDelete = word ^ (ones &* UInt64(ASCII.delete))
            let isDelete = (zeroIfDelete &- ones) & ~zeroIfDelete
            let found = (belowSpace | isDelete) & highBits
            guard found != 0 else {
                offset &+= 8
                continue
            }
            offset &+= found.trailingZeroBitCount / 8
            guard self[offset] == ASCII.tab else { return offset }
            offset &+= 1
        }
        while offset < count {
            let byte = self[offset]
            if (byte < ASCII.space && byte != ASCII.tab) || byte == ASCII.delete { return offset }
            offset &+= 1
        }
        return count
    }

    /// Returns the offset of the first byte equal to `byte` within `range`, or `nil` if there is none.
    package func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            if self[offset] == byte { return offset }
            offset &+= 1
        }
        return nil
    }

    /// Whether every byte may stand in a token, and there is at least one (RFC 9110 §5.6.2).
    package var isToken: Bool {
        for offset in indices where !self[offset].isToken { return false }
        return !isEmpty
    }

    /// Whether this is the scheme of a URI (RFC 3986 §3.1).
    package var isScheme: Bool {
        guard !isEmpty, self[0].isLetter else { return false }
        for offset in indices {
            switch self[offset] {
            case ASCII.plus, ASCII.point, UInt8(ascii: "-"): continue
            case let byte where byte.isLetter || byte.isDigit: continue
            default: return false
            }
        }
        return true
    }

    /// Whether every byte may stand in a field value (RFC 9110 §5.5).
    package var isFieldValue: Bool {
        for offset in indices where !self[offset].isFieldValue { return false }
        return true
    }

    /// Whether both spans hold the same bytes, case of ASCII letters aside.
    package func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for offset in indices where self[offset].lowercased != other[offset].lowercased { return false }
        return true
    }

    /// Whether both spans hold the same bytes.
    package func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for offset in indices where self[offset] != other[offset] { return false }
        return true
    }
}
