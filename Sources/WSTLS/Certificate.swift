//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// One certificate.
//
// Sendable, unchecked: OpenSSL counts the references to it atomically, and nothing changes it.
@safe
final class Certificate: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(taking pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        // The reference that was taken over.
        unsafe X509_free(self.pointer)
    }

    /// Reads all certificates of a PEM text, in order.
    ///
    /// - Throws: ``TLS/Error`` if there is none, or one cannot be read.
    static func all(inPEM text: String) throws(TLS.Error) -> [Certificate] {
        let reader = try PEMReader(text)
        var certificates: [Certificate] = []
        // Each that is returned is a new one. The callback has no password, so that OpenSSL asks for none at the terminal.
        while let pointer = unsafe PEM_read_bio_X509(reader.bio, nil, { _, _, _, _ in 0 }, nil) {
            certificates.append(unsafe Certificate(taking: pointer))
        }
        let reason = ERR_GET_REASON(ERR_peek_last_error())
        ERR_clear_error()
        guard reason == PEM_R_NO_START_LINE, !certificates.isEmpty else {
            throw TLS.Error(.invalidIdentity, "There is no certificate in PEM, or one of them is damaged.")
        }
        return certificates
    }

    /// How names are compared: with those in `subjectAltName` only, never with the subject's common name (RFC 9110 §4.3.4), and
    /// a wildcard stands for a whole label (RFC 9525 §6.3).
    static let hostFlags = UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)

    /// Whether it is for a host: a name or an address.
    func isFor(_ host: String) -> Bool {
        // What is compared ends at a zero, and has none within.
        switch PeerName(host) {
        case .name(let name)?: unsafe X509_check_host(self.pointer, name, 0, Self.hostFlags, nil) == 1
        case .address(let address)?: unsafe X509_check_ip_asc(self.pointer, address, 0) == 1
        case nil: false
        }
    }

    /// The SHA-256 digest of its public key, as it is pinned (RFC 7469 §2.4).
    var publicKeyDigest: [UInt8] {
        var encoded: UnsafeMutablePointer<UInt8>?
        // The key is the certificate's; OpenSSL allocates what it is encoded to, which is freed here.
        let count = unsafe i2d_X509_PUBKEY(X509_get_X509_PUBKEY(self.pointer), &encoded)
        defer { unsafe CRYPTO_free(encoded, nil, 0) }
        guard count > 0 else { return [] }
        return [UInt8](capacity: 32) { digest in
            // SHA-256 writes 32 bytes.
            unsafe digest.withUnsafeMutableBufferPointer { buffer, initialized in
                let isDone = unsafe EVP_Digest(encoded, Int(count), buffer.baseAddress, nil, EVP_sha256(), nil)
                initialized = isDone == 1 ? 32 : 0
            }
        }
    }
}
