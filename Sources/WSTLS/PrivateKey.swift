//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// A private key.
//
// Sendable, unchecked: OpenSSL counts the references to it atomically, and nothing changes it.
@safe
final class PrivateKey: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Reads the first key of a PEM text.
    init(pem: String, password: String?) throws(TLS.Error) {
        let reader = try PEMReader(pem)
        // Given a password OpenSSL does not ask for one at the terminal; it is read during the call, to its zero.
        let key = unsafe (password ?? "").withCString { password in
            unsafe PEM_read_bio_PrivateKey(reader.bio, nil, nil, UnsafeMutableRawPointer(mutating: password))
        }
        guard let key = unsafe key else {
            throw TLS.Error.taken(
                otherwise: .invalidIdentity,
                "The private key cannot be read" + (password == nil ? "" : "; is the password right?")
            )
        }
        unsafe self.pointer = key
    }

    deinit {
        // The reference that was made in init.
        unsafe EVP_PKEY_free(self.pointer)
    }
}
