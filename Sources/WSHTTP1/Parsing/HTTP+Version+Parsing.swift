//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

extension HTTP.Version {
    /// Reads a version such as `HTTP/1.1`, whose letters are upper case.
    ///
    /// - Throws: ``HTTPViolation/unsupportedVersion`` for another major version.
    init(_ bytes: Span<UInt8>) throws(HTTPViolation) {
        let prefix = "HTTP/".utf8.span
        guard bytes.count == prefix.count + 3,
            bytes.extracting(first: prefix.count).equals(prefix),
            let major = bytes[prefix.count].decimalValue,
            bytes[prefix.count + 1] == 0x2E,
            let minor = bytes[prefix.count + 2].decimalValue
        else { throw .malformedStartLine }
        guard major == 1 else { throw .unsupportedVersion }
        self.init(minor: Int(minor))
    }
}
