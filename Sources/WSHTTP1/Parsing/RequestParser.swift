//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP

/// Parses the requests of one connection, one after the other (RFC 9112).
///
/// Feed it the bytes received, from a position that it moves; do what the event says, and call again until it needs more
/// bytes. Each request is a ``Event/head(_:body:expectsContinue:keepsAlive:)``, the pieces of its body, and an end.
/// The bytes need not outlive the call. After a violation it says the same for ever and takes no byte.
///
/// After a head the position stands right behind it, so that whoever upgrades the connection finds early bytes of the
/// new protocol there and simply stops calling.
package struct RequestParser: ~Copyable {
    /// What has come.
    package enum Event: Equatable {
        /// All bytes given are used up.
        case needsMoreBytes
        /// A request begins.
        ///
        /// `expectsContinue` says that the client waits for `100 Continue` before it sends the body, and `keepsAlive`
        /// that it does not mind a further request on this connection (RFC 9112 §9.3).
        case head(RequestHead, body: BodyLength, expectsContinue: Bool, keepsAlive: Bool)
        /// A piece of the body, decoded, lies there in the bytes given.
        case body(Range<Int>)
        /// The request is complete; the next bytes belong to another.
        case end
        /// The client broke a rule or a limit. Answer with ``HTTPViolation/status`` and close.
        case failed(HTTPViolation)
    }

    private enum State {
        case head
        case known(remaining: Int)
        case chunked(ChunkedDecoder)
        case end
        case failed(HTTPViolation)
    }

    private let limits: HTTPLimits
    private var headParser: HeadParser<RequestLine>
    private var state = State.head

    /// Creates a parser for a new connection.
    package init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        headParser = HeadParser(limits: limits)
    }

    /// Whether no byte of a request has come since the last one's end: where a connection may end without a loss.
    package var isIdle: Bool {
        if case .head = state { return headParser.isIdle }
        return false
    }

    /// Goes on parsing from `position`, and moves it behind what was used.
    package mutating func next(_ bytes: Span<UInt8>, from position: inout Int) -> Event {
        do {
            return try nextEvent(bytes, from: &position)
        } catch {
            state = .failed(error)
            return .failed(error)
        }
    }

    private mutating func nextEvent(
        _ bytes: Span<UInt8>,
        from position: inout Int
    ) throws(HTTPViolation) -> Event {
        switch state {
        case .head:
            guard position < bytes.count, let head = try headParser.parse(bytes, from: &position) else {
                return .needsMoreBytes
            }
            return try headEvent(head)
        case .known(remaining: 0), .end:
            state = .head
            return .end
        case .known(let remaining):
            guard position < bytes.count else { return .needsMoreBytes }
            let piece = position..<(position + min(remaining, bytes.count - position))
            position = piece.upperBound
            state = .known(remaining: remaining - piece.count)
            return .body(piece)
        case .chunked(var decoder):
            let event = try decoder.next(bytes, from: &position)
            switch event {
            case .needsMoreBytes:
                state = .chunked(decoder)
                return .needsMoreBytes
            case .data(let piece):
                state = .chunked(decoder)
                return .body(piece)
            case .end:
                state = .head
                return .end
            }
        case .failed(let violation):
            throw violation
        }
    }

    private mutating func headEvent(_ head: consuming ParsedHead<RequestLine>) throws(HTTPViolation) -> Event {
        let version = head.line.version
        try checkHost(head)
        let body = try bodyLength(head.facts, version)
        let expectsContinue = try expectsContinue(head.facts, version)
        if let authority = head.line.absoluteAuthority {
            // RFC 9112 §3.2.2: the target's host counts, whatever Host says.
            head.fields["Host"] = authority
        }
        switch body {
        case .none, .untilClose: state = .end
        case .known(let size): state = .known(remaining: size)
        case .chunked: state = .chunked(ChunkedDecoder(limits: limits, maxBodySize: limits.maxBodySize))
        }
        let request = RequestHead(
            method: head.line.method,
            target: head.line.target,
            version: version,
            fields: head.fields
        )
        return .head(
            request,
            body: body,
            expectsContinue: expectsContinue && body != .none && body != .known(0),
            keepsAlive: !head.facts.closes && (version != .http10 || head.facts.keepsAlive)
        )
    }

    /// RFC 9112 §3.2: exactly one valid Host; HTTP/1.0 did not demand it.
    private func checkHost(_ head: borrowing ParsedHead<RequestLine>) throws(HTTPViolation) {
        if head.facts.hostCount == 0 && head.line.version == .http10 { return }
        guard head.facts.hostCount == 1, head.facts.hostIsValid else { throw .invalidHost }
    }

    /// RFC 9112 §6.3, without any of the guesses it leaves to servers.
    private func bodyLength(_ facts: MessageFacts, _ version: HTTP.Version) throws(HTTPViolation) -> BodyLength {
        guard facts.transferEncoding == .absent || facts.contentLength == .absent else { throw .ambiguousLength }
        switch facts.transferEncoding {
        case .absent:
            break
        case .invalid:
            throw .invalidTransferEncoding
        case .chunked, .unsupported:
            guard version != .http10 else { throw .invalidTransferEncoding }
            guard facts.transferEncoding == .chunked else { throw .unsupportedTransferCoding }
            return .chunked
        }
        switch facts.contentLength {
        case .absent: return .none
        case .invalid: throw .invalidContentLength
        case .immense: throw .bodyTooLarge
        case .bytes(let size):
            guard size <= limits.maxBodySize else { throw .bodyTooLarge }
            return .known(size)
        }
    }

    /// RFC 9110 §10.1.1: HTTP/1.0 has no expectations, and there is only one in HTTP/1.1.
    private func expectsContinue(_ facts: MessageFacts, _ version: HTTP.Version) throws(HTTPViolation) -> Bool {
        guard version != .http10 else { return false }
        switch facts.expectation {
        case .none: return false
        case .continue: return true
        case .unknown: throw .unknownExpectation
        }
    }
}
