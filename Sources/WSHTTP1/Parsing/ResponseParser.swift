//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP

/// Parses the one response a client waits for (RFC 9112).
///
/// It is fed as ``RequestParser`` is. Interim responses are skipped, but for 101, after which the connection speaks
/// another protocol: the position then stands right behind the head, at the first byte of that. Of a body no more than
/// ``HTTPLimits/maxBodySize`` bytes are delivered, and then the end: a client that was refused wants to know why, not
/// to download.
package struct ResponseParser: ~Copyable {
    /// What has come.
    package enum Event: Equatable {
        /// All bytes given are used up.
        case needsMoreBytes
        /// The final response begins.
        case head(ResponseHead, body: BodyLength)
        /// A piece of the body, decoded, lies there in the bytes given.
        case body(Range<Int>)
        /// The response is complete, or cut; no further byte is taken.
        case end
        /// The server broke a rule or a limit. Close the connection.
        case failed(HTTPViolation)
    }

    private enum State {
        case head
        case known(remaining: Int)
        case chunked(ChunkedDecoder)
        case untilClose
        case end
        case failed(HTTPViolation)
    }

    /// More than any server has a use for.
    private static let maxInterimResponses = 8

    private let limits: HTTPLimits
    private let isAnswerToConnect: Bool
    private var headParser: HeadParser<StatusLine>
    private var state = State.head
    private var interimResponses = 0
    private var deliverable: Int

    /// Whether the body was longer than what was delivered.
    package private(set) var isBodyCut = false

    /// Creates a parser for one response; by default it delivers 1 KiB of the body.
    ///
    /// - Parameters:
    ///   - limits: What the server may send.
    ///   - isAnswerToConnect: Whether a success has no body, whatever its fields say (RFC 9112 §6.3, 2).
    package init(limits: HTTPLimits = HTTPLimits(maxBodySize: 1024), isAnswerToConnect: Bool = false) {
        self.limits = limits
        self.isAnswerToConnect = isAnswerToConnect
        headParser = HeadParser(limits: limits)
        deliverable = limits.maxBodySize
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

    /// Takes in that the server has closed its side of the connection.
    ///
    /// - Returns: The end, or a failure if the response was not complete (RFC 9112 §8).
    package mutating func nextAtEndOfStream() -> Event {
        switch state {
        case .untilClose, .end, .known(remaining: 0):
            state = .end
            return .end
        case .head, .known, .chunked:
            state = .failed(.unexpectedEnd)
            return .failed(.unexpectedEnd)
        case .failed(let violation):
            return .failed(violation)
        }
    }

    private mutating func nextEvent(
        _ bytes: Span<UInt8>,
        from position: inout Int
    ) throws(HTTPViolation) -> Event {
        switch state {
        case .head:
            return try nextHead(bytes, from: &position)
        case .known(remaining: 0), .end:
            state = .end
            return .end
        case .known(let remaining):
            guard position < bytes.count else { return .needsMoreBytes }
            let piece = position..<(position + min(remaining, bytes.count - position))
            position = piece.upperBound
            state = .known(remaining: remaining - piece.count)
            return deliver(piece, &position)
        case .chunked(var decoder):
            let event = try decoder.next(bytes, from: &position)
            switch event {
            case .needsMoreBytes:
                state = .chunked(decoder)
                return .needsMoreBytes
            case .data(let piece):
                state = .chunked(decoder)
                return deliver(piece, &position)
            case .end:
                state = .end
                return .end
            }
        case .untilClose:
            guard position < bytes.count else { return .needsMoreBytes }
            let piece = position..<bytes.count
            position = bytes.count
            return deliver(piece, &position)
        case .failed(let violation):
            throw violation
        }
    }

    /// Cuts what exceeds the limit, ends the response there, and leaves the rest untaken.
    private mutating func deliver(_ piece: Range<Int>, _ position: inout Int) -> Event {
        guard piece.count > deliverable else {
            deliverable -= piece.count
            return .body(piece)
        }
        isBodyCut = true
        state = .end
        position = piece.lowerBound + deliverable
        return deliverable > 0 ? .body(piece.lowerBound..<position) : .end
    }

    private mutating func nextHead(
        _ bytes: Span<UInt8>,
        from position: inout Int
    ) throws(HTTPViolation) -> Event {
        while position < bytes.count {
            guard let head = try headParser.parse(bytes, from: &position) else { return .needsMoreBytes }
            if head.line.status.isInformational && head.line.status != .switchingProtocols {
                interimResponses += 1
                guard interimResponses <= Self.maxInterimResponses else { throw .tooManyInterimResponses }
                continue
            }
            let body = try bodyLength(head)
            switch body {
            case .none: state = .end
            case .known(let size): state = .known(remaining: size)
            case .chunked: state = .chunked(ChunkedDecoder(limits: limits, maxBodySize: .max))
            case .untilClose: state = .untilClose
            }
            let response = ResponseHead(
                version: head.line.version,
                status: head.line.status,
                reason: head.line.reason,
                fields: head.fields
            )
            return .head(response, body: body)
        }
        return .needsMoreBytes
    }

    /// RFC 9112 §6.3, for a response to a method that is not HEAD.
    private func bodyLength(_ head: borrowing ParsedHead<StatusLine>) throws(HTTPViolation) -> BodyLength {
        let facts = head.facts
        guard !isAnswerToConnect || !head.line.status.isSuccess else { return .none }
        guard head.line.status.allowsContent else { return .none }
        guard facts.transferEncoding == .absent || facts.contentLength == .absent else { throw .ambiguousLength }
        switch facts.transferEncoding {
        case .absent:
            break
        case .unsupported:
            throw .unsupportedTransferCoding
        case .chunked:
            guard head.line.version != .http10 else { throw .invalidTransferEncoding }
            return .chunked
        case .invalid:
            throw .invalidTransferEncoding
        }
        switch facts.contentLength {
        case .absent: return .untilClose
        case .invalid: throw .invalidContentLength
        // The body is cut long before.
        case .immense: return .known(.max)
        case .bytes(let size): return .known(size)
        }
    }
}
