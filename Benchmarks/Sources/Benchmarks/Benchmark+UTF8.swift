//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension Benchmark {
    private static let sizes = [64, 1 << 10, 64 << 10]

    /// The check that text is UTF-8.
    static var utf8: [Benchmark] {
        // Characters of two, three and four bytes in turn, 16 bytes in all, with a space at the end.
        let texts = [("ascii", "It's only ASCII."), ("mixed", "é世😀ß𝄞 ")]
        return texts.flatMap { kind, text in
            sizes.map { size in
                let unit = Array(text.utf8)
                let bytes = (0..<size).map { unit[$0 % unit.count] }
                return Benchmark("utf8/\(kind)/\(label(size))", byteCount: size) { iterations in
                    var validCount = 0
                    for _ in 0..<iterations {
                        var validator = UTF8Validator()
                        if validator.validate(bytes.span), validator.isComplete { validCount &+= 1 }
                    }
                    precondition(validCount == iterations, "the text is valid")
                    return validCount
                }
            }
        }
    }
}
