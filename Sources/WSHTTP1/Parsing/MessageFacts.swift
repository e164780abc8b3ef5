//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// What a message's fields say about its length and its connection, gathered while they are parsed.
struct MessageFacts {
    /// What `Content-Length` says.
    enum ContentLength: Equatable {
        case absent
        case bytes(Int)
        /// A valid number that no `Int` can hold.
        case immense
        case invalid
    }

    /// What `Transfer-Encoding` says.
    enum TransferEncoding: Equatable {
        case absent
        case chunked
        /// A list with a coding besides `chunked`.
        case unsupported
        case invalid
    }

    /// What `Expect` says.
    enum Expectation: Equatable {
        case none
        case `continue`
        case unknown
    }

    private(set) var contentLength = ContentLength.absent
    private(set) var transferEncoding = TransferEncoding.absent
    private(set) var expectation = Expectation.none
    private(set) var hostCount = 0
    private(set) var hostIsValid = false
    /// Whether `Connection` has `close`.
    private(set) var closes = false
    /// Whether `Connection` has `keep-alive`.
    private(set) var keepsAlive = false

    /// Takes in one field.
    mutating func note(name: Span<UInt8>, value: Span<UInt8>) {
        switch KnownField(name) {
        case .host:
            hostCount += 1
            hostIsValid = Authority.isValid(value)
        case .connection:
            noteConnection(value)
        case .contentLength:
            // A second line is refused even if it says the same: whoever sends two does not know which one counts.
            contentLength = contentLength == .absent ? Self.contentLength(value) : .invalid
        case .transferEncoding:
            transferEncoding = transferEncoding == .absent ? Self.transferEncoding(value) : .invalid
        case .expect:
            let isContinue = value.equalsIgnoringCase("100-continue".utf8.span)
            expectation = isContinue && expectation != .unknown ? .continue : .unknown
        case .date, nil:
            break
        }
    }

    private mutating func noteConnection(_ value: Span<UInt8>) {
        var closes = self.closes
        var keepsAlive = self.keepsAlive
        value.forEachToken { token, _ in
            closes = closes || token.equalsIgnoringCase("close")
            keepsAlive = keepsAlive || token.equalsIgnoringCase("keep-alive")
        }
        self.closes = closes
        self.keepsAlive = keepsAlive
    }

    /// Reads digits and nothing else; no sign, no list (RFC 9110 §8.6).
    private static func contentLength(_ value: Span<UInt8>) -> ContentLength {
        guard !value.isEmpty else { return .invalid }
        var length = 0
        var isImmense = false
        for offset in value.indices {
            guard let digit = value[offset].decimalValue else { return .invalid }
            let (tens, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(digit))
            isImmense = isImmense || overflow || carry
            length = sum
        }
        return isImmense ? .immense : .bytes(length)
    }

    /// Reads the list of codings, in which `chunked` must be the last and stand once (RFC 9112 §6.1).
    private static func transferEncoding(_ value: Span<UInt8>) -> TransferEncoding {
        var count = 0
        var chunkedCount = 0
        var endsInChunked = false
        var isMalformed = false
        value.forEachListElement { element in
            count += 1
            endsInChunked = element.equalsIgnoringCase("chunked".utf8.span)
            if endsInChunked { chunkedCount += 1 }
            // A coding may have parameters, so only its beginning is known to be a token.
            isMalformed = isMalformed || element.isEmpty || !element[0].isToken
        }
        if isMalformed || chunkedCount > 1 || (chunkedCount == 1 && !endsInChunked) { return .invalid }
        return count == 1 && endsInChunked ? .chunked : .unsupported
    }
}

extension Span where Element == UInt8 {
    /// Calls `body` with each element of a comma-separated list (RFC 9110 §5.6.1).
    ///
    /// White space around elements is left out, and empty elements are reported as well.
    fileprivate func forEachListElement(_ body: (Span<UInt8>) -> Void) {
        var start = 0
        while true {
            let end = firstOffset(of: ASCII.comma, in: start..<count) ?? count
            body(extracting(trimmingSpaces(start..<end)))
            guard end < count else { return }
            start = end &+ 1
        }
    }
}
