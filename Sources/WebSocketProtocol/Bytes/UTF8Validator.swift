//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Checks UTF-8 as it arrives, in pieces of any size (RFC 3629 §4).
///
/// A sequence may be cut anywhere, even within a character. The check fails at the first byte that no valid text can
/// have in its place, and so refuses overlong forms, surrogates and everything above U+10FFFF without waiting for the
/// rest of their bytes.
public struct UTF8Validator: Sendable {
    /// How many bytes the character that has begun still needs.
    private var pending: UInt8 = 0

    /// The least value that the next of them may have.
    private var lowerBound: UInt8 = 0x80

    /// The greatest value that the next of them may have.
    private var upperBound: UInt8 = 0xBF

    private var hasFailed = false

    /// Creates a validator that has seen nothing.
    public init() {}

    /// Checks the next bytes of the text.
    ///
    /// - Returns: Whether everything so far can be the beginning of valid UTF-8. Once this is `false` it stays so.
    public mutating func validate(_ bytes: Span<UInt8>) -> Bool {
        guard !hasFailed else { return false }
        var offset = 0
        while offset < bytes.count {
            if pending == 0 {
                offset = bytes.firstNonASCII(from: offset)
                offset = skipWholeCharacters(of: bytes, from: offset)
                guard offset < bytes.count else { break }
            }
            guard accept(bytes[offset]) else {
                hasFailed = true
                return false
            }
            offset &+= 1
        }
        return true
    }

    /// Checks a whole text.
    ///
    /// - Returns: Whether it is valid UTF-8.
    @inline(__always)
    public static func isText(_ bytes: Span<UInt8>) -> Bool {
        let start = bytes.firstNonASCII(from: 0)
        return start == bytes.count || isTextBeyondASCII(bytes.extracting(droppingFirst: start))
    }

    @inline(never)
    private static func isTextBeyondASCII(_ bytes: Span<UInt8>) -> Bool {
        var validator = UTF8Validator()
        return validator.validate(bytes) && validator.isComplete
    }

    /// Whether the text may end here: everything is valid, and no character is cut off.
    public var isComplete: Bool { pending == 0 && !hasFailed }

    /// Skips characters of two bytes and more, and the little ASCII between them.
    ///
    /// It looks at four bytes at a time, and returns where it stopped. What it does not recognise it leaves to
    /// ``accept(_:)``, which knows whether that is an error.
    @inline(always)
    private func skipWholeCharacters(of bytes: Span<UInt8>, from start: Int) -> Int {
        var offset = start
        while offset <= bytes.count &- 4 {
            // The first byte of the four is the lowest of the word.
            let word = UInt32(littleEndian: bytes.load(at: offset, as: UInt32.self))
            if word & 0x00C0_C0F0 == 0x0080_80E0 {
                // Three bytes. The lead byte's low bits and the top payload bit of the next one tell overlong forms
                // (E0 followed by less than A0) and surrogates (ED followed by more than 9F).
                guard word & 0x200F != 0, word & 0x200F != 0x200D else { break }
                offset &+= 3
            } else if word & 0xC0E0 == 0x80C0 {
                // Two bytes. C0 and C1 would be overlong.
                guard word & 0x1E != 0 else { break }
                offset &+= 2
            } else if word & 0xC0C0_C0F8 == 0x8080_80F0 {
                // Four bytes. F0 followed by less than 90 is overlong; more than F4 8F is above U+10FFFF.
                guard word & 0x3007 != 0, word & 0x7 < 4 || word & 0x3007 == 4 else { break }
                offset &+= 4
            } else if word & 0x80 == 0, word & 0x8080_8080 != 0 {
                // A space or two between words. More of ASCII is skipped faster in blocks.
                offset &+= 1
            } else {
                break
            }
        }
        return offset
    }

    /// Checks one byte.
    private mutating func accept(_ byte: UInt8) -> Bool {
        guard pending == 0 else {
            guard lowerBound...upperBound ~= byte else { return false }
            pending &-= 1
            (lowerBound, upperBound) = (0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: break
        case 0xC2...0xDF: pending = 1
        case 0xE0: (pending, lowerBound) = (2, 0xA0)
        case 0xED: (pending, upperBound) = (2, 0x9F)
        case 0xE1...0xEF: pending = 2
        case 0xF0: (pending, lowerBound) = (3, 0x90)
        case 0xF1...0xF3: pending = 3
        case 0xF4: (pending, upperBound) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
