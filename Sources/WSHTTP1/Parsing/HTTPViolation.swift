//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSHTTP

/// What a peer did against HTTP/1.1, or against a limit.
///
/// After any of these the connection cannot be used further, since the end of the message is not known.
package enum HTTPViolation: Error, Equatable, Sendable {
    /// A carriage return or a line feed stands alone (RFC 9112 §2.2).
    case bareLineEnd
    /// A control character stands in a head (RFC 9110 §5.5).
    case controlCharacter
    /// The request line or status line has not the parts it must have (RFC 9112 §3, §4).
    case malformedStartLine
    /// The method is longer than any that is known (RFC 9112 §3).
    case methodTooLong
    /// The target is in none of the forms that the method allows (RFC 9112 §3.2).
    case invalidTarget
    /// The target is longer than ``HTTPLimits/maxTargetLength``.
    case targetTooLong
    /// The version is not HTTP/1.
    case unsupportedVersion
    /// A field has no name, no colon, or a space before the colon (RFC 9112 §5.1).
    case malformedField
    /// A line begins with white space: a folded field, or an attempt to hide one (RFC 9112 §5.2).
    case foldedField
    /// The head is larger than ``HTTPLimits/maxHeadSize``.
    case headTooLarge
    /// There are more fields than ``HTTPLimits/maxFieldCount``.
    case tooManyFields
    /// `Host` is missing, occurs twice, or is no host (RFC 9112 §3.2).
    case invalidHost
    /// `Content-Length` is no number or occurs twice (RFC 9112 §6.3).
    case invalidContentLength
    /// Both `Content-Length` and `Transfer-Encoding` are there (RFC 9112 §6.1).
    case ambiguousLength
    /// `Transfer-Encoding` does not end in one `chunked`, or is sent in HTTP/1.0 (RFC 9112 §6.1).
    case invalidTransferEncoding
    /// `Transfer-Encoding` names a coding besides `chunked`.
    case unsupportedTransferCoding
    /// `Expect` asks for something besides `100-continue` (RFC 9110 §10.1.1).
    case unknownExpectation
    /// A chunk's size, extension, or line ending is malformed (RFC 9112 §7.1).
    case malformedChunk
    /// The chunk extensions are larger than a limit.
    case chunkExtensionTooLarge
    /// The body is larger than ``HTTPLimits/maxBodySize``.
    case bodyTooLarge
    /// More interim responses came than ``ResponseParser`` waits for.
    case tooManyInterimResponses
    /// The connection ended within a message (RFC 9112 §8).
    case unexpectedEnd

    /// The status a server answers with.
    package var status: HTTP.Status {
        switch self {
        case .bareLineEnd, .controlCharacter, .malformedStartLine, .invalidTarget, .malformedField, .foldedField,
            .invalidHost, .invalidContentLength, .ambiguousLength, .invalidTransferEncoding, .malformedChunk,
            .tooManyInterimResponses, .unexpectedEnd:
            .badRequest
        case .bodyTooLarge: .contentTooLarge
        case .targetTooLong: .uriTooLong
        case .unknownExpectation: .expectationFailed
        case .headTooLarge, .tooManyFields, .chunkExtensionTooLarge: .requestHeaderFieldsTooLarge
        case .methodTooLong, .unsupportedTransferCoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        }
    }
}

extension HTTPViolation: CustomStringConvertible {
    /// A sentence that says what was wrong, without any byte of the peer's.
    package var description: String {
        switch self {
        case .bareLineEnd: "A line must end with CR LF, and neither may stand alone."
        case .controlCharacter: "A head must not hold control characters."
        case .malformedStartLine: "The first line is malformed."
        case .methodTooLong: "The method is too long."
        case .invalidTarget: "The request target is malformed or does not fit the method."
        case .targetTooLong: "The request target is too long."
        case .unsupportedVersion: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        case .malformedField: "A field line must be a name, a colon right after it, and a value."
        case .foldedField: "A line of the head must not begin with white space."
        case .headTooLarge: "The head is too large."
        case .tooManyFields: "There are too many fields."
        case .invalidHost: "There must be exactly one valid Host field."
        case .invalidContentLength: "Content-Length must be one decimal number."
        case .ambiguousLength: "Content-Length and Transfer-Encoding must not come together."
        case .invalidTransferEncoding: "Transfer-Encoding must end in chunked, once, and needs HTTP/1.1."
        case .unsupportedTransferCoding: "No transfer coding but chunked is supported."
        case .unknownExpectation: "No expectation but 100-continue is supported."
        case .malformedChunk: "A chunk is malformed."
        case .chunkExtensionTooLarge: "The chunk extensions are too large."
        case .bodyTooLarge: "The body is too large."
        case .tooManyInterimResponses: "Too many interim responses came before the final one."
        case .unexpectedEnd: "The connection ended within a message."
        }
    }
}
