//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP1

/// What a response parser made of a stream of bytes and, if `closes`, its end.
struct ResponseTranscript: Equatable {
    var head: ResponseHead?
    var length: BodyLength?
    var body: [UInt8] = []
    var isComplete = false
    var isBodyCut = false
    var violation: HTTPViolation?
    /// The bytes that were not taken.
    var rest: [UInt8] = []

    init(_ pieces: [[UInt8]], limits: HTTPLimits, closes: Bool) {
        var parser = ResponseParser(limits: limits)
        for piece in pieces {
            feed(piece, to: &parser)
        }
        if closes && !isComplete && violation == nil {
            switch parser.nextAtEndOfStream() {
            case .end: isComplete = true
            case .failed(let violation): self.violation = violation
            case .needsMoreBytes, .head, .body: Issue.record("a stream that ended brings nothing more")
            }
        }
        isBodyCut = parser.isBodyCut
    }

    private mutating func feed(_ piece: [UInt8], to parser: inout ResponseParser) {
        var position = 0
        while true {
            switch parser.next(piece.span, from: &position) {
            case .needsMoreBytes:
                #expect(position == piece.count, "a parser that needs more has used up what it was given")
                return
            case .head(let head, let length):
                self.head = head
                self.length = length
            case .body(let range):
                body += piece[range]
            case .end:
                isComplete = true
                rest += piece[position...]
                return
            case .failed(let violation):
                self.violation = violation
                return
            }
        }
    }

    /// Feeds the text in all ways of `feeding`, expects the same of each, and returns it.
    static func of(
        _ text: String,
        _ feeding: Feeding,
        limits: HTTPLimits = HTTPLimits(maxBodySize: 1024),
        closes: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> ResponseTranscript {
        let bytes = Array(text.utf8)
        let whole = ResponseTranscript([bytes], limits: limits, closes: closes)
        for cut in feeding.cuts(of: bytes) {
            let transcript = ResponseTranscript(cut, limits: limits, closes: closes)
            #expect(transcript == whole, sourceLocation: sourceLocation)
        }
        return whole
    }
}
