//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The first line of a head: a ``RequestLine`` or a ``StatusLine``.
protocol StartLine {
    /// Reads the line, given without its line end.
    init(_ line: Span<UInt8>, limits: HTTPLimits) throws(HTTPViolation)

    /// The length beyond which no line can be valid, so that its end need not be waited for.
    static func maxLength(_ limits: HTTPLimits) -> Int

    /// What a line longer than that is refused with.
    static var tooLong: HTTPViolation { get }
}
