//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// What a session reads ciphertext from and writes it to: memory, so that nothing of it is kept while nothing is under way.
@safe
final class TLSTransfer {
    /// What has arrived and has not been read; valid while it is being read only.
    var input = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    /// What is to be sent.
    var output: [UInt8] = []
    /// Whether nothing more is to be read or written, so that what OpenSSL is doing ends with an error.
    private var isCut = false

    /// How OpenSSL is to do so; never freed.
    nonisolated(unsafe) private static let method: OpaquePointer = {
        guard let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "memory") else {
            preconditionFailure("OpenSSL is out of memory")
        }
        // The functions get the BIO that they are called for, whose data is a transfer, and a buffer of that size.
        unsafe BIO_meth_set_read(method) { bio, buffer, count in
            guard let bio = unsafe bio, let buffer = unsafe buffer else { return -1 }
            return unsafe TLSTransfer.of(bio).read(bio, UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
        }
        unsafe BIO_meth_set_write(method) { bio, bytes, count in
            guard let bio = unsafe bio, let bytes = unsafe bytes else { return -1 }
            return unsafe TLSTransfer.of(bio).write(bio, UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
        unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in
            // There is nothing to flush, and all else is not known here.
            command == BIO_CTRL_FLUSH ? 1 : 0
        }
        return unsafe method
    }()

    /// Makes a BIO of this, which has to outlive it.
    func makeBIO() -> OpaquePointer {
        guard let bio = unsafe BIO_new(Self.method) else { preconditionFailure("OpenSSL is out of memory") }
        // Whoever owns the BIO owns this too, and lets go of the BIO first.
        unsafe BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        unsafe BIO_set_init(bio, 1)
        return unsafe bio
    }

    private static func of(_ bio: OpaquePointer) -> TLSTransfer {
        guard let data = unsafe BIO_get_data(bio) else { preconditionFailure("a BIO of another kind") }
        // Set in makeBIO.
        return unsafe Unmanaged<TLSTransfer>.fromOpaque(data).takeUnretainedValue()
    }

    /// Forgets what has arrived.
    func forgetInput() {
        unsafe self.input = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// Ends what OpenSSL is doing, with an error as soon as it reads or writes.
    func cut() {
        self.isCut = true
        self.forgetInput()
    }

    private func write(_ bio: OpaquePointer, _ bytes: UnsafeRawBufferPointer) -> CInt {
        // The BIO is the one that is being called.
        unsafe shim_BIO_clear_retry_flags(bio)
        guard !self.isCut else { return -1 }
        unsafe self.output.append(contentsOf: bytes)
        return CInt(truncatingIfNeeded: bytes.count)
    }

    private func read(_ bio: OpaquePointer, _ buffer: UnsafeMutableRawBufferPointer) -> CInt {
        // The BIO is the one that is being called.
        unsafe shim_BIO_clear_retry_flags(bio)
        let count = unsafe min(buffer.count, self.input.count)
        guard count > 0 else {
            // What is to be tried again is no error.
            if !self.isCut { unsafe shim_BIO_set_retry_read(bio) }
            return -1
        }
        // Both are at least that large.
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: self.input[..<count]))
        unsafe self.input = UnsafeRawBufferPointer(rebasing: self.input[count...])
        return CInt(truncatingIfNeeded: count)
    }
}
