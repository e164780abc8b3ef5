//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a connection was closed: the status code of a Close frame (RFC 6455 §7.4).
///
/// An open set: numbers without a name here survive. Not every code is a failure, and not every code may be sent:
/// see ``isAllowedOnWire``.
public struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// Creates a close code from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// 1000: the purpose of the connection has been fulfilled.
    public static let normalClosure = CloseCode(rawValue: 1000)

    /// 1001: the endpoint goes away, as a server does that shuts down or a page that is left.
    public static let goingAway = CloseCode(rawValue: 1001)

    /// 1002: the peer broke the protocol.
    public static let protocolError = CloseCode(rawValue: 1002)

    /// 1003: the peer sent a kind of data that the endpoint cannot accept.
    public static let unsupportedData = CloseCode(rawValue: 1003)

    /// 1005: the Close frame held no code; never sent.
    public static let noStatusReceived = CloseCode(rawValue: 1005)

    /// 1006: the connection ended without a Close frame; never sent.
    public static let abnormalClosure = CloseCode(rawValue: 1006)

    /// 1007: a message held data that does not fit its kind, such as text that is not UTF-8.
    public static let invalidFramePayloadData = CloseCode(rawValue: 1007)

    /// 1008: the peer broke the endpoint's policy.
    public static let policyViolation = CloseCode(rawValue: 1008)

    /// 1009: a message is larger than the endpoint accepts.
    public static let messageTooBig = CloseCode(rawValue: 1009)

    /// 1010: the server did not negotiate an extension that the client needs.
    public static let mandatoryExtension = CloseCode(rawValue: 1010)

    /// 1011: the endpoint met a condition that keeps it from going on.
    public static let internalServerError = CloseCode(rawValue: 1011)

    /// 1012: the service restarts; the client may reconnect after a random delay.
    public static let serviceRestart = CloseCode(rawValue: 1012)

    /// 1013: the service is overloaded; the client should try later, or elsewhere.
    public static let tryAgainLater = CloseCode(rawValue: 1013)

    /// 1014: a gateway got an invalid answer from the server behind it.
    public static let badGateway = CloseCode(rawValue: 1014)

    /// 1015: the TLS handshake failed; never sent.
    public static let tlsHandshake = CloseCode(rawValue: 1015)

    /// Whether a Close frame may carry this code.
    ///
    /// These are the registered codes that are not reserved for local use (1000–1003, 1007–1014), those for
    /// libraries and frameworks (3000–3999), and those for private use (4000–4999). See RFC 6455 §7.4.
    public var isAllowedOnWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension CloseCode: CustomStringConvertible {
    /// The number, followed by what it means if it is registered.
    public var description: String {
        guard let meaning else { return "\(rawValue)" }
        return "\(rawValue) (\(meaning))"
    }

    private var meaning: String? {
        switch self {
        case .normalClosure: "normal closure"
        case .goingAway: "going away"
        case .protocolError: "protocol error"
        case .unsupportedData: "unsupported data"
        case .noStatusReceived: "no status received"
        case .abnormalClosure: "abnormal closure"
        case .invalidFramePayloadData: "invalid frame payload data"
        case .policyViolation: "policy violation"
        case .messageTooBig: "message too big"
        case .mandatoryExtension: "mandatory extension"
        case .internalServerError: "internal server error"
        case .serviceRestart: "service restart"
        case .tryAgainLater: "try again later"
        case .badGateway: "bad gateway"
        case .tlsHandshake: "TLS handshake"
        default: nil
        }
    }
}
