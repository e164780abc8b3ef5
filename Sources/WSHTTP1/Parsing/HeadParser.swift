//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Parses heads, one after the other, from bytes that come in any pieces.
///
/// A head that lies whole in the bytes given is parsed there, in one pass. Of a head that comes in pieces, the bytes so
/// far are kept, at most ``HTTPLimits/maxHeadSize``, and no byte of it is scanned twice, however small the pieces.
struct HeadParser<Line: StartLine>: ~Copyable {
    private let limits: HTTPLimits
    private var lines: HeadLines<Line>
    private var collected: [UInt8] = []

    init(limits: HTTPLimits) {
        self.limits = limits
        lines = HeadLines(limits: limits)
    }

    /// Whether no byte of the next head has come.
    var isIdle: Bool { collected.isEmpty }

    /// Takes in bytes from `position`, and moves it behind them, or behind the head's end if that is among them.
    ///
    /// - Returns: The head, or `nil` if more bytes are needed.
    mutating func parse(
        _ bytes: Span<UInt8>,
        from position: inout Int
    ) throws(HTTPViolation) -> ParsedHead<Line>? {
        let fresh = bytes.extracting(position..<bytes.count)
        if collected.isEmpty {
            let window = fresh.extracting(first: limits.maxHeadSize)
            if let head = try lines.parse(window) {
                position += lines.scanned
                reset()
                return head
            }
            try refuseFullWindow(window.count)
            collected.append(copying: window)
        } else {
            let known = collected.count
            collected.append(copying: fresh.extracting(first: limits.maxHeadSize - known))
            // A second reference, not a copy: a span of `self` would forbid changing `lines`.
            let head = collected
            if let head = try lines.parse(head.span) {
                position += lines.scanned - known
                reset()
                return head
            }
            try refuseFullWindow(collected.count)
        }
        position = bytes.count
        return nil
    }

    /// A head that does not end within the limit has no use for further bytes.
    private func refuseFullWindow(_ count: Int) throws(HTTPViolation) {
        guard count < limits.maxHeadSize else { throw lines.isInStartLine ? Line.tooLong : .headTooLarge }
    }

    private mutating func reset() {
        lines = HeadLines(limits: limits)
        collected = []
    }
}
