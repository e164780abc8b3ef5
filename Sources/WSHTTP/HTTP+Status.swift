//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTP {
    /// The status code of a response (RFC 9110 §15).
    public struct Status: RawRepresentable, Hashable, Sendable {
        /// The code, from 100 through 999.
        public let rawValue: Int

        /// Creates a status from its code, or returns `nil` if that has not three digits.
        public init?(rawValue: Int) {
            guard 100...999 ~= rawValue else { return nil }
            self.rawValue = rawValue
        }

        /// Whether the status is interim (1xx): a final response follows, but for 101 (RFC 9110 §15.2).
        package var isInformational: Bool { rawValue < 200 }

        /// Whether the request was received, understood and accepted (2xx).
        package var isSuccess: Bool { 200...299 ~= rawValue }

        /// Whether a response of this status may have content: not with 1xx, 204 and 304 (RFC 9110 §6.4.1).
        package var allowsContent: Bool { !isInformational && rawValue != 204 && rawValue != 304 }
    }
}

extension HTTP.Status: ExpressibleByIntegerLiteral {
    /// Creates a status from a literal.
    ///
    /// - Precondition: The literal has three digits.
    public init(integerLiteral value: Int) {
        precondition(100...999 ~= value, "An HTTP status code has three digits (RFC 9110 §15).")
        rawValue = value
    }
}

extension HTTP.Status: CustomStringConvertible {
    /// The code and its phrase, such as “404 Not Found”.
    public var description: String {
        reasonPhrase.isEmpty ? "\(rawValue)" : "\(rawValue) \(reasonPhrase)"
    }
}
