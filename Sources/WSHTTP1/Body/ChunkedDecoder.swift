//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Decodes a body in chunks, byte ranges in, byte ranges out (RFC 9112 §7.1).
///
/// It keeps no bytes. It is strict where lenience has been used to smuggle requests: a size has digits only, a line ends
/// with CR LF only, and there is no white space around extensions, which RFC 9112 §7.1.1 calls bad and no one sends.
/// Trailers are checked as fields are, and dropped.
struct ChunkedDecoder {
    /// What the next bytes are.
    private enum State {
        case size(digits: Int)
        case extensions
        case sizeLineFeed
        case data
        case dataCarriageReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case lastLineFeed
    }

    enum Event: Equatable {
        /// All bytes given are used up.
        case needsMoreBytes
        /// A piece of the body lies there in the bytes given.
        case data(Range<Int>)
        /// The body is complete, trailers included.
        case end
    }

    /// Enough for every size an `Int` can hold, leading zeros included.
    private static let maxSizeDigits = 16

    private let maxBodySize: Int
    private let maxOverhead: Int
    private let maxFieldCount: Int

    private var state = State.size(digits: 0)
    private var extensions = ChunkExtensionParser()
    /// The bytes the current chunk still has; while its size is read, the size so far.
    private var remaining = 0
    private var bodySize = 0
    private var extensionSize = 0
    private var trailerSize = 0
    private var trailerCount = 0

    init(limits: HTTPLimits, maxBodySize: Int) {
        self.maxBodySize = maxBodySize
        maxOverhead = limits.maxHeadSize
        maxFieldCount = limits.maxFieldCount
    }

    /// Goes on decoding from `position`, and moves it behind what was used.
    mutating func next(_ bytes: Span<UInt8>, from position: inout Int) throws(HTTPViolation) -> Event {
        while position < bytes.count {
            if case .data = state {
                let end = position + min(remaining, bytes.count - position)
                let piece = position..<end
                remaining -= piece.count
                position = end
                if remaining == 0 { state = .dataCarriageReturn }
                return .data(piece)
            }
            let byte = bytes[position]
            position += 1
            if try receive(byte) { return .end }
        }
        return .needsMoreBytes
    }

    /// Takes in one byte that is not data; returns whether it was the body's last.
    private mutating func receive(_ byte: UInt8) throws(HTTPViolation) -> Bool {
        switch state {
        case .size(let digits):
            try receiveSize(byte, digits)
        case .extensions:
            try receiveExtension(byte)
        case .sizeLineFeed:
            guard byte == ASCII.lineFeed else { throw .malformedChunk }
            state = remaining == 0 ? .trailerStart : .data
        case .data:
            // Data is taken in ranges, never byte by byte.
            break
        case .dataCarriageReturn:
            guard byte == ASCII.carriageReturn else { throw .malformedChunk }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == ASCII.lineFeed else { throw .malformedChunk }
            state = .size(digits: 0)
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed:
            try receiveTrailer(byte)
        case .lastLineFeed:
            guard byte == ASCII.lineFeed else { throw .bareLineEnd }
            return true
        }
        return false
    }

    private mutating func receiveSize(_ byte: UInt8, _ digits: Int) throws(HTTPViolation) {
        if let digit = byte.hexadecimalValue {
            guard digits < Self.maxSizeDigits else { throw .malformedChunk }
            let size = remaining.multipliedReportingOverflow(by: 16)
            // After the multiplication the low four bits are clear, so the digit cannot overflow.
            guard !size.overflow else { throw .bodyTooLarge }
            remaining = size.partialValue | Int(digit)
            state = .size(digits: digits + 1)
            return
        }
        guard digits > 0 else { throw .malformedChunk }
        switch byte {
        case ASCII.carriageReturn:
            try finishSize()
        case ASCII.semicolon:
            extensions = ChunkExtensionParser()
            state = .extensions
        default:
            throw .malformedChunk
        }
    }

    private mutating func receiveExtension(_ byte: UInt8) throws(HTTPViolation) {
        if byte == ASCII.carriageReturn && extensions.mayEnd { return try finishSize() }
        guard extensions.receive(byte) else { throw .malformedChunk }
        extensionSize += 1
        guard extensionSize <= maxOverhead else { throw .chunkExtensionTooLarge }
    }

    /// Refuses a chunk that would exceed the limit before any of its data is taken.
    private mutating func finishSize() throws(HTTPViolation) {
        guard remaining <= maxBodySize - bodySize else { throw .bodyTooLarge }
        bodySize += remaining
        state = .sizeLineFeed
    }

    private mutating func receiveTrailer(_ byte: UInt8) throws(HTTPViolation) {
        trailerSize += 1
        guard trailerSize <= maxOverhead else { throw .headTooLarge }
        switch state {
        case .trailerStart where byte == ASCII.carriageReturn:
            state = .lastLineFeed
        case .trailerStart:
            guard !byte.isWhitespace else { throw .foldedField }
            guard byte.isToken else { throw .malformedField }
            trailerCount += 1
            guard trailerCount <= maxFieldCount else { throw .tooManyFields }
            state = .trailerName
        case .trailerName where byte == ASCII.colon:
            state = .trailerValue
        case .trailerName:
            guard byte.isToken else { throw .malformedField }
        case .trailerValue where byte == ASCII.carriageReturn:
            state = .trailerLineFeed
        case .trailerValue:
            guard byte.isFieldValue else { throw byte == ASCII.lineFeed ? .bareLineEnd : .controlCharacter }
        default:
            guard byte == ASCII.lineFeed else { throw .bareLineEnd }
            state = .trailerStart
        }
    }
}
