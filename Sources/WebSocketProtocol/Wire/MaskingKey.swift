//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The four bytes that a client's payload is XORed with (RFC 6455 §5.3).
///
/// The core draws no random numbers: whoever sends as a client passes one fresh key per frame, from a source that the
/// peer's scripts cannot predict. Otherwise a hostile page can choose the bytes on the wire and poison a proxy's cache.
public struct MaskingKey: Hashable, Sendable {
    /// The four bytes, in memory in the order in which they are on the wire.
    let bytes: UInt32

    /// Creates a masking key from four bytes in the order in which they lie in memory.
    ///
    /// For a random key the order makes no difference.
    public init(_ bytes: UInt32) {
        self.bytes = bytes
    }

    /// Returns the key for what follows the first `count` bytes of the payload.
    func advanced(by count: Int) -> MaskingKey {
        let shift = UInt32(truncatingIfNeeded: count & 3) &* 8
        let value = UInt32(littleEndian: bytes)
        // Masked shifts: a shift of 32, where `shift` is 0, leaves the value as it is.
        return MaskingKey(((value &>> shift) | (value &<< (32 &- shift))).littleEndian)
    }
}
