//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension TLS {
    /// How a server makes its connections secure.
    public struct ServerConfiguration: Sendable {
        /// What clients are asked for.
        public enum ClientCertificates: Sendable {
            /// Nothing.
            case ignored
            /// A certificate that a root of a PEM text leads to; those who have none come in too.
            case requested(roots: String)
            /// A certificate that a root of a PEM text leads to.
            case required(roots: String)
        }

        /// Who the server is: of several, the first whose certificate is for the name that the client asks for, or else the first.
        public var identities: [TLS.Identity]

        /// What clients are asked for; nothing by default.
        public var clientCertificates = ClientCertificates.ignored

        /// The oldest version to speak; TLS 1.2 by default, with ciphers of forward secrecy and authenticated encryption only.
        public var minimumVersion = TLS.Version.tls12

        /// The newest version to speak; TLS 1.3 by default.
        public var maximumVersion = TLS.Version.tls13

        /// Creates a configuration.
        ///
        /// - Parameter identities: Who the server is; at least one.
        public init(identities: [TLS.Identity]) {
            precondition(!identities.isEmpty, "a server needs a certificate")
            self.identities = identities
        }
    }
}
