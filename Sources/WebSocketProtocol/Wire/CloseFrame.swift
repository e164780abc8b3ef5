//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The payload of a Close frame: a code and a reason, or nothing (RFC 6455 §5.5.1).
///
/// There is no value of this type that may not be sent.
public struct CloseFrame: Hashable, Sendable {
    /// The most bytes of UTF-8 that a reason may take: a control frame's 125 without the code's two.
    public static let maxReasonSize = 123

    // The reason first: in this order a Close frame takes 19 bytes, in the other 24.

    /// The reason, which is for developers to read, and empty if there is no code.
    public let reason: String

    /// The status code, or `nil` if the payload is empty, which an API reports as 1005.
    public let code: CloseCode?

    /// Why a code and a reason make no Close frame.
    public enum InvalidCloseFrame: Error, Equatable, Sendable {
        /// The code may not be sent: see ``CloseCode/isAllowedOnWire``.
        case codeNotAllowed(CloseCode)
        /// The reason takes more than ``CloseFrame/maxReasonSize`` bytes of UTF-8.
        case reasonTooLong
    }

    /// Creates a Close frame without a code.
    public init() {
        self.init(uncheckedCode: nil, reason: "")
    }

    /// Creates a Close frame with a code and a reason.
    ///
    /// - Parameters:
    ///   - code: A code that is allowed on the wire.
    ///   - reason: At most ``maxReasonSize`` bytes of UTF-8.
    /// - Throws: ``InvalidCloseFrame`` if the frame could not be sent.
    public init(code: CloseCode, reason: String = "") throws(InvalidCloseFrame) {
        guard code.isAllowedOnWire else { throw .codeNotAllowed(code) }
        guard reason.utf8.count <= CloseFrame.maxReasonSize else { throw .reasonTooLong }
        self.init(uncheckedCode: code, reason: reason)
    }

    init(uncheckedCode code: CloseCode?, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The Close frame that tells the peer why the connection fails.
    public init(_ violation: ProtocolViolation) {
        self.init(uncheckedCode: violation.closeCode, reason: "")
    }

    /// The Close frame that answers this one: the same code, as RFC 6455 §5.5.1 suggests, and no reason.
    public var reply: CloseFrame {
        CloseFrame(uncheckedCode: code, reason: "")
    }

    /// How many bytes of payload the frame has.
    public var payloadCount: Int {
        code == nil ? 0 : 2 + reason.utf8.count
    }
}
