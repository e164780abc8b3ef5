//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Percent escapes in paths and queries (RFC 3986 §2.1).
package enum PercentEncoding {
    /// Replaces each escape by the byte it stands for.
    ///
    /// - Returns: `nil` if an escape is malformed, stands for NUL, or the result is not UTF-8.
    package static func decode(_ text: Span<UInt8>, plusIsSpace: Bool = false) -> String? {
        // Most have nothing to replace.
        guard text.needsDecoding else { return String(repairing: text) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.count)
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            offset += 1
            if byte == ASCII.plus && plusIsSpace {
                decoded.append(ASCII.space)
            } else if byte == ASCII.percent {
                guard offset + 1 < text.count, let high = text[offset].hexadecimalValue,
                    let low = text[offset + 1].hexadecimalValue, high != 0 || low != 0
                else { return nil }
                offset += 2
                decoded.append(high << 4 | low)
            } else {
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }
}

extension Span where Element == UInt8 {
    /// Whether there is an escape, or a plus that may stand for a space.
    fileprivate var needsDecoding: Bool {
        for offset in indices where self[offset] == ASCII.percent || self[offset] == ASCII.plus { return true }
        return false
    }
}
