//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import COpenSSL

/// A PEM text that OpenSSL reads from.
@safe
struct PEMReader: ~Copyable {
    let bio: OpaquePointer
    private let bytes: [UInt8]

    /// - Throws: ``TLSError`` if the text is too large.
    init(_ text: String) throws(TLSError) {
        // What went wrong before on this thread is nobody's business here.
        ERR_clear_error()
        self.bytes = Array(text.utf8)
        // OpenSSL copies what it is to read as it goes, so that it may be told where to find it once it has been copied.
        guard let count = CInt(exactly: self.bytes.count), let bio = unsafe BIO_new(BIO_s_mem()) else {
            throw TLSError(.invalidIdentity, "The PEM text is too large.")
        }
        unsafe self.bio = bio
        // A BIO of memory takes all it is given.
        _ = unsafe BIO_write(bio, self.bytes, count)
    }

    deinit {
        // Made in init.
        unsafe BIO_free(self.bio)
    }
}
