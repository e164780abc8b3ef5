//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension TLS {
    /// How a client makes a connection secure.
    ///
    /// The server's certificate is always verified, and that it is the host's, unless ``verification`` says otherwise.
    public struct ClientConfiguration: Sendable {
        /// Whom to trust.
        public enum Roots: Sendable {
            /// Those whom the system trusts.
            case system
            /// The certificates of a PEM text, and nobody else.
            case only(pem: String)
            /// Those whom the system trusts, and the certificates of a PEM text.
            case systemAnd(pem: String)
        }

        /// What is asked of the server's certificate.
        public enum Verification: Sendable {
            /// That a trusted root leads to it, that it is valid today, and that it is the host's.
            case full
            /// Nothing: anybody in between can read and change everything.
            case noneAnybodyCanListen
        }

        /// Whom to trust; those whom the system trusts by default.
        public var roots = Roots.system

        /// What is asked of the server's certificate; everything by default.
        public var verification = Verification.full

        /// The SHA-256 digests of public keys (RFC 7469 §2.4) of which the server must have one, in addition to all else; none by default.
        ///
        /// A key may be that of any certificate in the verified chain, the root included. With ``Verification/noneAnybodyCanListen`` it
        /// must be that of the server's own certificate: what else a server sends proves nothing.
        public var pinnedPublicKeys: [[UInt8]] = []

        /// Who the client is, for servers that ask.
        public var identity: TLS.Identity?

        /// The oldest version to speak; TLS 1.2 by default, with ciphers of forward secrecy and authenticated encryption only.
        public var minimumVersion = TLS.Version.tls12

        /// Creates a configuration of the defaults.
        public init() {}
    }
}
