//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import COpenSSL

/// One end of one TLS connection: bytes in, bytes out.
///
/// It is used by one thread at a time.
@safe
package final class TLSSession {
    private let pointer: OpaquePointer
    private let transfer = TLSTransfer()
    private let context: TLSContext
    private let host: String?
    /// What the server has given to resume the session with, until the handshake has been found to be good.
    private var state: SessionState?

    /// Whether the handshake has succeeded, so that plaintext may be sent.
    package private(set) var isEstablished = false
    /// Whether the peer has said that it sends nothing more.
    package private(set) var hasReceivedClose = false

    /// Creates a client's end.
    ///
    /// - Parameters:
    ///   - context: The client's context.
    ///   - host: Whose certificate the server must have: a name or an address.
    package convenience init(_ context: TLSContext, connectingTo host: String) {
        self.init(context, host: host)
        // A name is copied, and an address may not be asked for (RFC 6066 §3).
        let parameters = unsafe SSL_get0_param(self.pointer)
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, host) != 1 {
            unsafe shim_SSL_set_tlsext_host_name(self.pointer, host)
            unsafe X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            unsafe SSL_set1_host(self.pointer, host)
        }
        if let state = context.resumable.take(for: host) {
            // OpenSSL counts a reference of its own; what does not suit it does not use.
            unsafe SSL_set_session(self.pointer, state.pointer)
        }
        ERR_clear_error()
        unsafe SSL_set_connect_state(self.pointer)
    }

    /// Remembers what the server has given to resume the session with.
    ///
    /// With TLS 1.2 that is before the handshake ends.
    ///
    /// - Returns: 1, since the reference to `state` has been taken over; 0 if it has not.
    static func keep(_ state: OpaquePointer?, of session: OpaquePointer?) -> CInt {
        // Set when the session was made, and alive as long as it is.
        guard let state = unsafe state, let data = unsafe SSL_get_ex_data(session, 0) else { return 0 }
        let this = unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
        this.state = unsafe SessionState(taking: state)
        this.keepState()
        return 1
    }

    private func keepState() {
        guard self.isEstablished, let host, let state = self.state.take() else { return }
        self.context.resumable.keep(state, for: host)
    }

    /// Whether the handshake has resumed an earlier session.
    package var isResumed: Bool {
        // The session is whole.
        unsafe SSL_session_reused(self.pointer) == 1
    }

    /// Creates a server's end.
    package convenience init(_ context: TLSContext) {
        self.init(context, host: nil)
        unsafe SSL_set_accept_state(self.pointer)
    }

    private init(_ context: TLSContext, host: String?) {
        self.context = context
        self.host = host
        guard let pointer = unsafe SSL_new(context.pointer) else { preconditionFailure("OpenSSL is out of memory") }
        unsafe self.pointer = pointer
        // One for both directions, which takes one reference.
        let bio = unsafe self.transfer.makeBIO()
        unsafe SSL_set_bio(pointer, bio, bio)
        // Where the context's callback finds this; it is not called after deinit.
        unsafe SSL_set_ex_data(pointer, 0, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        // Otherwise OpenSSL takes a connection that was dropped for one that was attacked, and its session for no good. A
        // fatal alert makes it no good even so.
        unsafe SSL_set_shutdown(self.pointer, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        // The BIO goes with it, before what that refers to.
        unsafe SSL_free(self.pointer)
    }

    /// Starts the handshake, as a client has to.
    ///
    /// - Throws: ``TLSError``.
    package func start() throws(TLSError) {
        try self.shakeHands()
    }

    /// Takes in what the transport has brought.
    ///
    /// Afterwards ``takeOutput()`` may have something to send, be it the reason for an error.
    ///
    /// - Parameters:
    ///   - bytes: The bytes; nothing of them is needed afterwards.
    ///   - buffer: Where plaintext is put.
    ///   - deliver: Gets the plaintext, each time the buffer is full or there is no more.
    /// - Throws: ``TLSError``, after which the session is of no more use.
    package func receive(
        _ bytes: Span<UInt8>,
        using buffer: inout MutableSpan<UInt8>,
        _ deliver: (inout MutableSpan<UInt8>) -> Void
    ) throws(TLSError) {
        // The span is valid during the call, after which the transfer knows of it no more.
        try unsafe bytes.withUnsafeBytes { bytes throws(TLSError) in
            unsafe self.transfer.input = bytes
            defer { self.transfer.forgetInput() }
            try self.process(using: &buffer, deliver)
        }
    }

    private func process(
        using buffer: inout MutableSpan<UInt8>,
        _ deliver: (inout MutableSpan<UInt8>) -> Void
    ) throws(TLSError) {
        if !self.isEstablished {
            try self.shakeHands()
        }
        guard self.isEstablished else { return }
        var isDrained = false
        while !isDrained {
            var count = 0
            let result = Result { () throws(TLSError) in try self.fill(&buffer, &count) }
            isDrained = count < buffer.count
            // What came before a record that is broken is as good as if that had not come.
            if count > 0 {
                var plaintext = buffer._mutatingExtracting(first: count)
                deliver(&plaintext)
            }
            try result.get()
        }
    }

    /// Reads plaintext until there is no room for more, or there is no more.
    private func fill(_ buffer: inout MutableSpan<UInt8>, _ count: inout Int) throws(TLSError) {
        while count < buffer.count, !self.hasReceivedClose, let read = try self.read(into: &buffer, from: count) {
            count += read
        }
    }

    /// Reads plaintext.
    ///
    /// - Returns: How much; `nil` if there is no more for now.
    private func read(into buffer: inout MutableSpan<UInt8>, from start: Int) throws(TLSError) -> Int? {
        ERR_clear_error()
        var count = 0
        // OpenSSL writes at most as much as there is room for, and tells how much.
        let status = unsafe buffer.withUnsafeMutableBytes { bytes in
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            return unsafe SSL_read_ex(self.pointer, room.baseAddress, room.count, &count)
        }
        guard status != 1 else { return count }
        try self.check(status)
        return nil
    }

    private func shakeHands() throws(TLSError) {
        ERR_clear_error()
        // The session is whole.
        let status = unsafe SSL_do_handshake(self.pointer)
        guard status == 1 else { return try self.check(status) }
        try self.checkPins()
        self.isEstablished = true
        self.keepState()
    }

    /// Looks at why a call did nothing.
    private func check(_ status: CInt) throws(TLSError) {
        switch unsafe SSL_get_error(self.pointer, status) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return
        case SSL_ERROR_ZERO_RETURN:
            self.hasReceivedClose = true
        default:
            let result = unsafe SSL_get_verify_result(self.pointer)
            guard self.isEstablished || result == X509_V_OK else {
                ERR_clear_error()
                throw TLSError.badCertificate(result, host: self.host)
            }
            throw TLSError.taken(otherwise: .protocolViolation, "The TLS connection failed")
        }
    }

    private func checkPins() throws(TLSError) {
        guard case .client(let configuration) = self.context.role, !configuration.pinnedPublicKeys.isEmpty,
            // Those of a session that is resumed were checked when it began, by this same context.
            !self.isResumed
        else { return }
        // The verified chain is the session's; each certificate of it is given a reference for as long as it is looked at.
        let chain = unsafe SSL_get0_verified_chain(self.pointer) ?? SSL_get_peer_cert_chain(self.pointer)
        let count = unsafe shim_sk_X509_num(chain)
        for index in 0..<max(0, count) {
            guard let pointer = unsafe shim_sk_X509_value(chain, index) else { continue }
            unsafe X509_up_ref(pointer)
            let digest = unsafe Certificate(taking: pointer).publicKeyDigest
            if configuration.pinnedPublicKeys.contains(digest) { return }
        }
        throw TLSError(.pinMismatch, "None of the pinned public keys is in the server's chain of certificates.")
    }

    /// Notes that the transport brings nothing more.
    ///
    /// - Throws: ``TLSError`` with the code `truncated` if the peer has not said that it sends nothing more: anybody may have cut
    ///   off what came last.
    package func receivedEnd() throws(TLSError) {
        guard !self.hasReceivedClose else { return }
        throw TLSError(.truncated, "The connection ended without the peer saying so.")
    }

    /// Encrypts plaintext; the session must be established and not closed by us.
    ///
    /// - Throws: ``TLSError``, after which the session is of no more use.
    package func send(_ plaintext: Span<UInt8>) throws(TLSError) {
        var sent = 0
        while sent < plaintext.count {
            ERR_clear_error()
            var count = 0
            let rest = plaintext.extracting(droppingFirst: sent)
            // The span is valid during the call, which reads it.
            let status = unsafe rest.withUnsafeBytes { bytes in
                unsafe SSL_write_ex(self.pointer, bytes.baseAddress, bytes.count, &count)
            }
            guard status == 1 else {
                throw TLSError.taken(otherwise: .protocolViolation, "Nothing can be sent by TLS")
            }
            sent += count
        }
    }

    /// Says that we send nothing more.
    package func close() {
        guard self.isEstablished else { return }
        ERR_clear_error()
        // Writes the alert; the peer's is waited for by nobody here.
        _ = unsafe SSL_shutdown(self.pointer)
        ERR_clear_error()
    }

    /// Takes what is to be sent; empty if there is nothing.
    package func takeOutput() -> [UInt8] {
        exchange(&self.transfer.output, with: [])
    }
}
