//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

extension TLS {
    /// Who one side of a TLS connection is: a certificate, those that lead to its root, and the private key.
    public struct Identity: Sendable {
        let chain: [Certificate]
        let key: PrivateKey

        var certificate: Certificate { self.chain[0] }

        /// The SHA-256 digest of the public key, as clients pin it.
        public var publicKeyDigest: [UInt8] { self.certificate.publicKeyDigest }

        /// Creates an identity from PEM texts.
        ///
        /// - Parameters:
        ///   - certificates: The certificate, followed by those that lead to its root, which itself is not needed.
        ///   - key: The private key, which may be encrypted.
        ///   - password: What the key is encrypted with, if it is.
        /// - Throws: ``TLS/Error`` with the code `invalidIdentity` if a text is damaged, the password wrong, or the key not that of
        ///   the certificate.
        public init(certificates: String, key: String, password: String? = nil) throws(TLS.Error) {
            self.chain = try Certificate.all(inPEM: certificates)
            self.key = try PrivateKey(pem: key, password: password)
            // Both are whole; the call compares their public halves.
            guard unsafe X509_check_private_key(self.chain[0].pointer, self.key.pointer) == 1 else {
                ERR_clear_error()
                throw TLS.Error(.invalidIdentity, "The private key is not that of the first certificate.")
            }
        }
    }
}
