//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSHTTP1

/// A stream of requests with bodies: whole and in pieces it must come to the same, within the limits.
enum RequestTarget: FuzzTarget {
    static let name = "requests"

    private struct Request: Equatable {
        let head: RequestHead
        let length: BodyLength
        let keepsAlive: Bool
        var body: [UInt8] = []
        var isComplete = false
    }

    private struct Transcript {
        var requests: [Request] = []
        var violation: HTTPViolation?

        init(_ pieces: [[UInt8]], _ limits: HTTPLimits) {
            var parser = RequestParser(limits: limits)
            for piece in pieces where self.violation == nil {
                var position = 0
                parsing: while true {
                    switch parser.next(piece.span, from: &position) {
                    case .needsMoreBytes:
                        check(position == piece.count, "bytes left over")
                        break parsing
                    case .head(let head, let length, _, let keepsAlive):
                        self.requests.append(Request(head: head, length: length, keepsAlive: keepsAlive))
                    case .body(let range):
                        check(!range.isEmpty, "a piece of nothing")
                        self.requests[self.requests.count - 1].body += piece[range]
                        check(
                            self.requests[self.requests.count - 1].body.count <= limits.maxBodySize,
                            "beyond the limit"
                        )
                    case .end:
                        self.requests[self.requests.count - 1].isComplete = true
                    case .failed(let violation):
                        self.violation = violation
                        break parsing
                    }
                }
            }
        }
    }

    static func run(_ input: FuzzInput) {
        let isTight = input.choice & 1 != 0
        let limits = HTTPLimits(
            maxHeadSize: isTight ? 200 : 16 * 1024,
            maxFieldCount: isTight ? 5 : 100,
            maxTargetLength: isTight ? 50 : 8 * 1024,
            maxBodySize: isTight ? 20 : 1 << 20
        )
        let whole = Transcript([input.bytes], limits)
        let cut = Transcript(input.pieces, limits)
        // Of several rules that are broken, the first one seen is named.
        let isSame = cut.requests == whole.requests && (cut.violation == nil) == (whole.violation == nil)
        check(isSame, "cut, it came to \(cut) and not to \(whole)")
        for request in whole.requests {
            _ = WSHTTP.RequestTarget(request.head.target)?.segments
            _ = WSHTTP.RequestTarget(request.head.target)?.queryItems
            // Whatever was read can be written, and reads the same.
            var bytes: [UInt8] = []
            do {
                try RequestSerializer.append(request.head, to: &bytes)
            } catch {
                fatalError("what was read cannot be written: \(error)")
            }
        }
    }
}
