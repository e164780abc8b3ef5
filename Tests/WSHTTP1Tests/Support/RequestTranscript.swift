//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP1

/// What a request parser made of a stream of bytes.
struct RequestTranscript: Equatable {
    struct Request: Equatable {
        let head: RequestHead
        let length: BodyLength
        let expectsContinue: Bool
        let keepsAlive: Bool
        var body: [UInt8] = []
        var isComplete = false
    }

    var requests: [Request] = []
    var violation: HTTPViolation?

    /// Feeds the pieces to a new parser, as a connection would.
    init(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) {
        var parser = RequestParser(limits: limits)
        for piece in pieces where violation == nil {
            feed(piece, to: &parser)
        }
    }

    private mutating func feed(_ piece: [UInt8], to parser: inout RequestParser) {
        var position = 0
        while true {
            switch parser.next(piece.span, from: &position) {
            case .needsMoreBytes:
                #expect(position == piece.count, "a parser that needs more has used up what it was given")
                return
            case .head(let head, let length, let expectsContinue, let keepsAlive):
                requests.append(
                    Request(head: head, length: length, expectsContinue: expectsContinue, keepsAlive: keepsAlive)
                )
            case .body(let range):
                #expect(!range.isEmpty)
                requests[requests.count - 1].body += piece[range]
            case .end:
                requests[requests.count - 1].isComplete = true
            case .failed(let violation):
                self.violation = violation
                #expect(parser.next(piece) == (.failed(violation), 0), "a failure is final")
                return
            }
        }
    }

    /// Feeds the text in all ways of `feeding`, expects the same of each, and returns it.
    static func of(
        _ text: String,
        _ feeding: Feeding,
        limits: HTTPLimits = HTTPLimits(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> RequestTranscript {
        let bytes = Array(text.utf8)
        let whole = RequestTranscript([bytes], limits: limits)
        for cut in feeding.cuts(of: bytes) {
            #expect(RequestTranscript(cut, limits: limits) == whole, sourceLocation: sourceLocation)
        }
        return whole
    }
}
