//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Parses the lines of one head as they become complete, and remembers where it stopped.
///
/// Each call is given the head from its first byte on, with more bytes than the last time.
struct HeadLines<Line: StartLine> {
    private let limits: HTTPLimits
    private var startLine: Line?
    private var lineStart = 0
    private var fieldsStart = 0
    private var fields: [FieldLine] = []
    private var facts = MessageFacts()

    /// The bytes that need no further look; after the head's end, its length.
    private(set) var scanned = 0

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Whether the first line is not complete.
    var isInStartLine: Bool { startLine == nil }

    /// Goes on parsing.
    ///
    /// - Returns: The head once its last line is complete, or `nil` if more bytes are needed.
    mutating func parse(_ head: Span<UInt8>) throws(HTTPViolation) -> ParsedHead<Line>? {
        while let lineEnd = try nextLineEnd(head) {
            let line = lineStart..<lineEnd
            lineStart = lineEnd + 2
            scanned = lineStart
            // Not unwrapped for each field, which would copy it.
            if startLine != nil {
                if line.isEmpty { return parsedHead(head) }
                try parseField(head, line)
            } else if !line.isEmpty {
                startLine = try Line(head.extracting(line), limits: limits)
                fieldsStart = lineStart
                fields.reserveCapacity(16)
            } else if line.lowerBound > 0 {
                // One empty line before the first is tolerated, as RFC 9112 §2.2 asks for, and no more.
                throw .malformedStartLine
            }
        }
        if startLine == nil && head.count - lineStart > Line.maxLength(limits) { throw Line.tooLong }
        return nil
    }

    /// Returns the offset of the CR that ends the line, or `nil` if it has not come.
    ///
    /// Searching for any control character finds the line's end and what must not be in a line by the same pass.
    private mutating func nextLineEnd(_ head: Span<UInt8>) throws(HTTPViolation) -> Int? {
        let offset = head.firstControl(from: scanned)
        scanned = offset
        guard offset < head.count else { return nil }
        guard head[offset] == ASCII.carriageReturn else {
            throw head[offset] == ASCII.lineFeed ? .bareLineEnd : .controlCharacter
        }
        guard offset + 1 < head.count else { return nil }
        guard head[offset + 1] == ASCII.lineFeed else { throw .bareLineEnd }
        return offset
    }

    private mutating func parseField(_ head: Span<UInt8>, _ line: Range<Int>) throws(HTTPViolation) {
        guard !head[line.lowerBound].isWhitespace else { throw .foldedField }
        var colon = line.lowerBound
        while colon < line.upperBound && head[colon].isToken { colon &+= 1 }
        // A space before the colon is no token either: RFC 9112 §5.1 demands that it be refused.
        guard colon > line.lowerBound, colon < line.upperBound, head[colon] == ASCII.colon else {
            throw .malformedField
        }
        guard fields.count < limits.maxFieldCount else { throw .tooManyFields }
        let name = line.lowerBound..<colon
        let value = head.trimmingSpaces((colon + 1)..<line.upperBound)
        facts.note(name: head.extracting(name), value: head.extracting(value))
        fields.append(
            FieldLine(
                name: (name.lowerBound - fieldsStart)..<(name.upperBound - fieldsStart),
                value: (value.lowerBound - fieldsStart)..<(value.upperBound - fieldsStart)
            )
        )
    }

    private func parsedHead(_ head: Span<UInt8>) -> ParsedHead<Line>? {
        guard let startLine else { return nil }
        let block = head.extracting(fieldsStart..<scanned)
        return ParsedHead(line: startLine, fields: HTTP.Fields(copying: block, lines: fields), facts: facts)
    }
}
