//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension MutableSpan where Element == UInt8 {
    /// Masks or unmasks the bytes of a range in place (RFC 6455 §5.3).
    @inline(always)
    mutating func mask(_ range: Range<Int>, with key: MaskingKey) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range out of bounds")
        // Checked above: the range lies within the buffer. Source and destination are the same bytes.
        unsafe withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let start = unsafe base + range.lowerBound
            unsafe copyBytes(from: UnsafeRawPointer(start), to: start, count: range.count, maskedWith: key)
        }
    }
}

extension OutputSpan where Element == UInt8 {
    /// Appends bytes, masking them on the way (RFC 6455 §5.3).
    mutating func append(_ bytes: Span<UInt8>, maskedWith key: MaskingKey) {
        precondition(bytes.count <= freeCapacity, "no room for the bytes")
        // Checked above: behind the initialized bytes there is room for `bytes`, all of which get initialized. A span
        // that is being written and one that is being read do not overlap.
        unsafe bytes.withUnsafeBytes { source in
            unsafe withUnsafeMutableBufferPointer { destination, initializedCount in
                guard let from = source.baseAddress, let to = destination.baseAddress else { return }
                let end = unsafe UnsafeMutableRawPointer(to + initializedCount)
                unsafe copyBytes(from: from, to: end, count: source.count, maskedWith: key)
                initializedCount &+= source.count
            }
        }
    }
}

/// Copies bytes, XORing each with its byte of the key.
///
/// The two places may be the same, but may not overlap otherwise. Explicit vectors, since a compiler that vectorises the
/// loop by itself does so only after proving that the places do not overlap, and in place they do.
@inline(always)
private func copyBytes(
    from source: UnsafeRawPointer,
    to destination: UnsafeMutableRawPointer,
    count: Int,
    maskedWith key: MaskingKey
) {
    let word = UInt64(key.bytes) &* 0x1_0000_0001
    let block = SIMD4<UInt64>(repeating: word)
    var offset = 0
    // In every loop `offset` plus what the loop loads and stores is at most `count`. Each step is a multiple of the
    // key's four bytes, so that the key never has to be turned before the last one.
    while offset <= count &- 32 {
        let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self) ^ block
        unsafe destination.storeBytes(of: bytes, toByteOffset: offset, as: SIMD4<UInt64>.self)
        offset &+= 32
    }
    while offset <= count &- 8 {
        let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ word
        unsafe destination.storeBytes(of: bytes, toByteOffset: offset, as: UInt64.self)
        offset &+= 8
    }
    if offset <= count &- 4 {
        let bytes = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt32.self) ^ key.bytes
        unsafe destination.storeBytes(of: bytes, toByteOffset: offset, as: UInt32.self)
        offset &+= 4
    }
    var rest = UInt32(littleEndian: key.bytes)
    while offset < count {
        let byte = unsafe source.load(fromByteOffset: offset, as: UInt8.self) ^ UInt8(truncatingIfNeeded: rest)
        unsafe destination.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
        rest &>>= 8
        offset &+= 1
    }
}
