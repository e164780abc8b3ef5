//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP1

/// A response with its body, from a server or, to CONNECT, from a proxy: whole and in pieces it must come to the same.
enum ResponseTarget: FuzzTarget {
    static let name = "responses"

    private struct Transcript {
        var head: ResponseHead?
        var length: BodyLength?
        var body: [UInt8] = []
        var isComplete = false
        var violation: HTTPViolation?

        init(_ pieces: [[UInt8]], isAnswerToConnect: Bool) {
            var parser = ResponseParser(isAnswerToConnect: isAnswerToConnect)
            for piece in pieces where self.violation == nil && !self.isComplete {
                var position = 0
                parsing: while true {
                    switch parser.next(piece.span, from: &position) {
                    case .needsMoreBytes:
                        check(position == piece.count, "bytes left over")
                        break parsing
                    case .head(let head, let length):
                        self.head = head
                        self.length = length
                    case .body(let range):
                        self.body += piece[range]
                        check(self.body.count <= 1024, "more of the body than is wanted")
                    case .end:
                        self.isComplete = true
                        break parsing
                    case .failed(let violation):
                        self.violation = violation
                        break parsing
                    }
                }
            }
            if !self.isComplete, self.violation == nil {
                switch parser.nextAtEndOfStream() {
                case .end: self.isComplete = true
                case .failed(let violation): self.violation = violation
                case .needsMoreBytes, .head, .body: fatalError("more, behind the end")
                }
            }
        }
    }

    static func run(_ input: FuzzInput) {
        let isAnswerToConnect = input.choice & 1 != 0
        let whole = Transcript([input.bytes], isAnswerToConnect: isAnswerToConnect)
        let cut = Transcript(input.pieces, isAnswerToConnect: isAnswerToConnect)
        // Of several rules that are broken, the first one seen is named.
        let isSame =
            cut.head == whole.head && cut.body == whole.body && cut.isComplete == whole.isComplete
            && (cut.violation == nil) == (whole.violation == nil)
        check(isSame, "cut, it came to \(cut) and not to \(whole)")
    }
}
