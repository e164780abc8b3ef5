//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// A PEM text that OpenSSL reads from.
@safe
struct PEMReader: ~Copyable {
    let bio: OpaquePointer

    /// - Throws: ``TLS/Error`` if the text is too large.
    init(_ text: String) throws(TLS.Error) {
        // What went wrong before on this thread is nobody's business here.
        ERR_clear_error()
        let bytes = Array(text.utf8)
        guard let count = CInt(exactly: bytes.count), let bio = unsafe BIO_new(BIO_s_mem()) else {
            throw TLS.Error(.invalidIdentity, "The PEM text is too large.")
        }
        unsafe self.bio = bio
        // A BIO of memory copies all it is given.
        _ = unsafe BIO_write(bio, bytes, count)
    }

    deinit {
        // Made in init.
        unsafe BIO_free(self.bio)
    }
}
