//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Percent escapes in paths and queries (RFC 3986 §2.1).
enum PercentEncoding {
    /// Replaces each escape by the byte it stands for.
    ///
    /// - Returns: `nil` if an escape is malformed, stands for NUL, or the result is not UTF-8.
    static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        let bytes = text.utf8
        // Most have nothing to replace.
        if !bytes.contains(where: { $0 == ASCII.percent || $0 == ASCII.plus }) { return String(text) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == ASCII.plus && plusIsSpace {
                decoded.append(ASCII.space)
            } else if byte == ASCII.percent {
                guard index < bytes.endIndex, let high = bytes[index].hexadecimalValue else { return nil }
                bytes.formIndex(after: &index)
                guard index < bytes.endIndex, let low = bytes[index].hexadecimalValue else { return nil }
                bytes.formIndex(after: &index)
                guard high != 0 || low != 0 else { return nil }
                decoded.append(high << 4 | low)
            } else {
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }
}
