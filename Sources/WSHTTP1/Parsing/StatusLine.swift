//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// The first line of a response: version, status code, and a phrase (RFC 9112 §4).
struct StatusLine: StartLine {
    let version: HTTP.Version
    let status: HTTP.Status
    let reason: String

    /// Reads the line; the space after the code may be missing if there is no phrase, as some servers send it.
    init(_ line: Span<UInt8>, limits: HTTPLimits) throws(HTTPViolation) {
        guard let versionEnd = line.firstOffset(of: ASCII.space, in: 0..<line.count) else {
            throw .malformedStartLine
        }
        version = try HTTP.Version(line.extracting(0..<versionEnd))
        let codeEnd = versionEnd + 4
        guard codeEnd <= line.count else { throw .malformedStartLine }
        var code = 0
        for offset in (versionEnd + 1)..<codeEnd {
            guard let digit = line[offset].decimalValue else { throw .malformedStartLine }
            code = code * 10 + Int(digit)
        }
        guard let status = HTTP.Status(rawValue: code) else { throw .malformedStartLine }
        self.status = status
        guard codeEnd < line.count else {
            reason = ""
            return
        }
        guard line[codeEnd] == ASCII.space else { throw .malformedStartLine }
        reason = String(repairing: line.extracting(droppingFirst: codeEnd + 1))
    }

    static func maxLength(_ limits: HTTPLimits) -> Int { limits.maxHeadSize }

    static var tooLong: HTTPViolation { .headTooLarge }
}
