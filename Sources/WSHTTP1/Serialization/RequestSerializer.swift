//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Writes the heads of requests (RFC 9112 §3).
package enum RequestSerializer {
    /// Appends a request's head.
    ///
    /// The length fields are written as `body` has it and left out of `head.fields`; `Host` is the caller's to set.
    /// A request cannot have a body that lasts until the connection ends.
    ///
    /// - Throws: ``HTTPViolation/invalidTarget`` if the target is none, or holds a space, a control character, or
    ///   anything else that would not come out as one word; nothing is appended then.
    package static func append(
        _ head: RequestHead,
        body: BodyLength = .none,
        to output: inout [UInt8]
    ) throws(HTTPViolation) {
        precondition(body != .untilClose, "A request's body must have a length or be chunked (RFC 9112 §6.3).")
        guard TargetLayout(head.target.utf8.span) != nil else { throw .invalidTarget }
        output.append(head.method.rawValue)
        output.append(ASCII.space)
        output.append(head.target)
        output.append(" HTTP/1.")
        output.append(decimal: head.version.minor)
        output.appendLineEnd()
        output.append(fields: head.fields, isOwned: { field in field == .contentLength || field == .transferEncoding })
        output.append(lengthOf: body)
        output.appendLineEnd()
    }
}
