//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// The first line of a request: method, target, and version (RFC 9112 §3).
struct RequestLine: StartLine {
    let method: HTTP.Method
    let target: String
    let version: HTTP.Version
    /// The authority of a target in the absolute form, which stands in for `Host` (RFC 9112 §3.2.2).
    let absoluteAuthority: String?

    /// Longer than every registered method, of which UPDATEREDIRECTREF is the longest.
    private static let maxMethodLength = 32

    /// The spaces and the version, such as ` HTTP/1.1`, with the space before the target.
    private static let versionLength = 10

    init(_ line: Span<UInt8>, limits: HTTPLimits) throws(HTTPViolation) {
        // Exactly two spaces, as the grammar has it: where recipients split more leniently, they disagree.
        guard let methodEnd = line.firstOffset(of: ASCII.space, in: 0..<line.count),
            let targetEnd = line.firstOffset(of: ASCII.space, in: (methodEnd + 1)..<line.count)
        else { throw .malformedStartLine }

        let method = line.extracting(0..<methodEnd)
        guard method.isToken else { throw .malformedStartLine }
        guard method.count <= Self.maxMethodLength else { throw .methodTooLong }
        self.method = HTTP.Method(token: String(repairing: method))

        version = try HTTP.Version(line.extracting(droppingFirst: targetEnd + 1))

        let target = line.extracting((methodEnd + 1)..<targetEnd)
        guard target.count <= limits.maxTargetLength else { throw .targetTooLong }
        guard let layout = TargetLayout(target), Self.allows(layout.form, for: self.method) else {
            throw .invalidTarget
        }
        self.target = String(repairing: target)
        if layout.form == .absolute, let authority = layout.authority {
            absoluteAuthority = String(repairing: target.extracting(authority))
        } else {
            absoluteAuthority = nil
        }
    }

    static func maxLength(_ limits: HTTPLimits) -> Int {
        maxMethodLength + versionLength + limits.maxTargetLength
    }

    static var tooLong: HTTPViolation { .targetTooLong }

    /// Whether the method may have a target of that form: the authority form is CONNECT's alone, and the asterisk
    /// that of OPTIONS (RFC 9112 §3.2.3, §3.2.4).
    private static func allows(_ form: RequestTarget.Form, for method: HTTP.Method) -> Bool {
        switch form {
        case .origin, .absolute: method != .connect
        case .authority: method == .connect
        case .asterisk: method == .options
        }
    }
}
