//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension TLS {
    /// Why a certificate, a key or a TLS connection is no good.
    public struct Error: Swift.Error, Equatable, Sendable, CustomStringConvertible {
        /// What kind of error it is, to decide by.
        @nonexhaustive
        public enum Code: Hashable, Sendable {
            /// What was given as a certificate, a key or a root is none, or they do not belong together.
            case invalidIdentity
            /// The peer's certificate has expired.
            case certificateExpired
            /// The peer's certificate is not valid yet, or this machine's clock is slow.
            case certificateNotYetValid
            /// The peer's certificate is for another host.
            case hostMismatch
            /// The peer's certificate was issued by nobody who is trusted.
            case unknownIssuer
            /// The peer's certificate is wrong in some other way.
            case badCertificate
            /// None of the public keys that were pinned is among the peer's.
            case pinMismatch
            /// The server requires a certificate of the client, which has none that it can use.
            case certificateRequired
            /// Both sides have no version, cipher or application protocol in common.
            case noCommonProtocol
            /// The peer does not speak TLS.
            case notTLS
            /// The peer ended the connection by an alert; see ``TLS/Error/alert``.
            case refusedByPeer
            /// The connection ended without the peer saying so: what came last may have been cut off.
            case truncated
            /// The peer broke the protocol.
            case protocolViolation
        }

        /// What kind of error it is.
        public let code: Code

        /// What is wrong, in one sentence for a person.
        public let message: String

        /// The number of the alert by which the peer ended the connection (RFC 8446 §6), or `nil` if it sent none.
        public let alert: UInt8?

        package init(_ code: Code, _ message: String, alert: UInt8? = nil) {
            self.code = code
            self.message = message
            self.alert = alert
        }

        /// The message.
        public var description: String { self.message }
    }
}
