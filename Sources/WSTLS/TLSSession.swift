//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

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
    private var budget = RecordBudget()
    /// Whether an error has ended the session.
    private var hasFailed = false
    /// Whether the server has asked for a certificate of the client.
    private var isAskedForCertificate = false
    /// Whether plaintext has arrived.
    private var hasReceivedData = false

    /// Whether the handshake has succeeded, so that plaintext may be sent.
    package private(set) var isEstablished = false
    /// Whether the peer has said that it sends nothing more.
    package private(set) var hasReceivedClose = false
    /// How many bytes of output are answers to records without application data, since the handshake: updates of keys, alerts.
    package private(set) var answerCount: UInt64 = 0

    /// Creates a client's end.
    ///
    /// - Parameters:
    ///   - context: The client's context.
    ///   - host: Whose certificate the server must have: a name or an address.
    package convenience init(_ context: TLSContext, connectingTo host: String) {
        let peer = PeerName(host)
        self.init(context, host: peer?.text ?? host)
        let parameters = unsafe SSL_get0_param(self.pointer)
        // What is set is copied.
        let isSet =
            switch peer {
            case .name(let name)?:
                unsafe shim_SSL_set_tlsext_host_name(self.pointer, name) == 1 && SSL_set1_host(self.pointer, name) == 1
            case .address(let address)?:
                unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, address) == 1
            case nil:
                false
            }
        unsafe X509_VERIFY_PARAM_set_hostflags(parameters, Certificate.hostFlags)
        // Without a name OpenSSL would accept a certificate for any.
        self.hasFailed = !isSet
        if let host = peer?.text, let state = context.resumable.take(for: host) {
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

    /// Notes that the server asks for a certificate of the client.
    ///
    /// - Returns: 1, to go on with the certificate of the context, if it has one.
    static func noteCertificateRequest(of session: OpaquePointer?) -> CInt {
        // Set when the session was made, and alive as long as it is.
        guard let data = unsafe SSL_get_ex_data(session, 0) else { return 1 }
        unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue().isAskedForCertificate = true
        return 1
    }

    /// Whether the server has asked for a certificate of the client, and none is configured.
    private var lacksCertificate: Bool {
        guard self.isAskedForCertificate, case .client(let configuration) = self.context.role else { return false }
        return configuration.identity == nil
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
    /// - Throws: ``TLS/Error``, with the code `hostMismatch` if the host is neither a name nor an address.
    package func start() throws(TLS.Error) {
        guard !self.hasFailed else {
            let host = (self.host ?? "").debugDescription
            throw TLS.Error(.hostMismatch, "No certificate can be for \(host), which is not the name of a host.")
        }
        try self.shakeHands()
    }

    /// Takes in what the transport has brought.
    ///
    /// Afterwards ``takeOutput()`` may have something to send, be it the reason for an error. How many records a peer may send
    /// that carry no application data, or a byte, is limited by ``RecordBudget``.
    ///
    /// - Parameters:
    ///   - bytes: The bytes; nothing of them is needed afterwards.
    ///   - now: The time in milliseconds, on a scale that does not go backwards.
    ///   - buffer: Where plaintext is put.
    ///   - deliver: Gets the plaintext, each time the buffer is full or there is no more.
    /// - Throws: ``TLS/Error``, after which the session is of no more use.
    package func receive(
        _ bytes: Span<UInt8>,
        at now: UInt64,
        using buffer: inout MutableSpan<UInt8>,
        _ deliver: (inout MutableSpan<UInt8>) -> Void
    ) throws(TLS.Error) {
        self.budget.refill(at: now)
        // The span is valid during the call, after which the transfer knows of it no more.
        try unsafe bytes.withUnsafeBytes { bytes throws(TLS.Error) in
            unsafe self.transfer.input = bytes
            defer { self.transfer.forgetInput() }
            try self.process(using: &buffer, deliver)
        }
    }

    private func process(
        using buffer: inout MutableSpan<UInt8>,
        _ deliver: (inout MutableSpan<UInt8>) -> Void
    ) throws(TLS.Error) {
        guard !self.hasFailed else { throw TLS.Error(.protocolViolation, "The TLS connection has failed before.") }
        if !self.isEstablished {
            try self.shakeHands()
        }
        guard self.isEstablished else { return }
        var isDrained = false
        while !isDrained {
            var count = 0
            let result = Result { () throws(TLS.Error) in try self.fill(&buffer, &count) }
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
    private func fill(_ buffer: inout MutableSpan<UInt8>, _ count: inout Int) throws(TLS.Error) {
        while count < buffer.count, !self.hasReceivedClose, let read = try self.read(into: &buffer, from: count) {
            count += read
        }
    }

    /// Reads plaintext.
    ///
    /// - Returns: How much; `nil` if there is no more for now.
    private func read(into buffer: inout MutableSpan<UInt8>, from start: Int) throws(TLS.Error) -> Int? {
        ERR_clear_error()
        var count = 0
        let outputCount = self.transfer.output.count
        defer { self.answerCount &+= UInt64(clamping: self.transfer.output.count - outputCount) }
        // OpenSSL writes at most as much as there is room for, and one record's; it tells how much.
        let status = unsafe buffer.withUnsafeMutableBytes { bytes in
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            return unsafe SSL_read_ex(self.pointer, room.baseAddress, room.count, &count)
        }
        guard status != 1 else {
            self.budget.received(count)
            self.hasReceivedData = true
            return count
        }
        try self.check(status)
        return nil
    }

    /// Charges the peer for what it makes OpenSSL do.
    ///
    /// - Parameters:
    ///   - type: What has been received: `SSL3_RT_HEADER` for a record, `SSL3_RT_HANDSHAKE` for a message.
    ///   - session: The session.
    static func charge(_ type: CInt, _ session: OpaquePointer?) {
        // Set when the session was made, and alive as long as it is.
        guard let data = unsafe SSL_get_ex_data(session, 0) else { return }
        let this = unsafe Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
        if type == SSL3_RT_HEADER {
            this.budget.chargeRecord()
        } else {
            this.budget.chargeHandshakeMessage()
        }
        if this.budget.isExhausted {
            this.transfer.cut()
        }
    }

    private func shakeHands() throws(TLS.Error) {
        ERR_clear_error()
        // The session is whole.
        let status = unsafe SSL_do_handshake(self.pointer)
        guard status == 1 else { return try self.check(status) }
        try self.checkPins()
        self.isEstablished = true
        self.keepState()
    }

    /// Looks at why a call did nothing.
    private func check(_ status: CInt) throws(TLS.Error) {
        guard !self.budget.isExhausted else {
            self.hasFailed = true
            ERR_clear_error()
            throw TLS.Error(.protocolViolation, "The peer sends too many TLS records that carry no data.")
        }
        switch unsafe SSL_get_error(self.pointer, status) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return
        case SSL_ERROR_ZERO_RETURN:
            self.hasReceivedClose = true
        default:
            self.hasFailed = true
            // Without verification there is a result, too, which is not why the session failed.
            if !self.isEstablished, TLS.Error.isOfVerification {
                ERR_clear_error()
                // The session is whole.
                throw TLS.Error.badCertificate(unsafe SSL_get_verify_result(self.pointer), host: self.host)
            }
            throw TLS.Error.taken(
                otherwise: .protocolViolation,
                "The TLS connection failed",
                lacksCertificate: self.lacksCertificate
            )
        }
    }

    private func checkPins() throws(TLS.Error) {
        guard case .client(let configuration) = self.context.role, !configuration.pinnedPublicKeys.isEmpty,
            // Those of a session that is resumed were checked when it began, by this same context.
            !self.isResumed
        else { return }
        // Both are the session's; each certificate is given a reference for as long as it is looked at. What a server sends in
        // addition to its own certificate proves nothing until signatures lead from one to the other.
        switch configuration.verification {
        case .full:
            let chain = unsafe SSL_get0_verified_chain(self.pointer)
            let count = unsafe shim_sk_X509_num(chain)
            for index in 0..<max(0, count) {
                if unsafe Self.isPinned(shim_sk_X509_value(chain, index), by: configuration) { return }
            }
        case .noneAnybodyCanListen:
            if unsafe Self.isPinned(SSL_get0_peer_certificate(self.pointer), by: configuration) { return }
        }
        self.hasFailed = true
        throw TLS.Error(.pinMismatch, "The server has none of the pinned public keys.")
    }

    private static func isPinned(_ certificate: OpaquePointer?, by configuration: TLS.ClientConfiguration) -> Bool {
        guard let certificate = unsafe certificate else { return false }
        // Given back by what it is wrapped in.
        unsafe X509_up_ref(certificate)
        return configuration.pinnedPublicKeys.contains(unsafe Certificate(taking: certificate).publicKeyDigest)
    }

    /// Notes that the transport brings nothing more.
    ///
    /// - Throws: ``TLS/Error`` with the code `truncated` if the peer has not said that it sends nothing more: anybody may have cut
    ///   off what came last.
    package func receivedEnd() throws(TLS.Error) {
        guard self.isEstablished else {
            throw TLS.Error(.truncated, "The peer ended the connection before the TLS handshake was complete.")
        }
        guard !self.hasReceivedClose else { return }
        throw self.missingCertificateError
            ?? TLS.Error(.truncated, "The connection ended without a close_notify alert of TLS.")
    }

    /// Why the connection has probably ended or been reset, if the server has asked for a certificate that is not configured.
    ///
    /// Some servers end the connection instead of sending an alert, or before it has left. There may be another reason, too.
    package var missingCertificateError: TLS.Error? {
        guard self.isEstablished, self.lacksCertificate, !self.hasReceivedData else { return nil }
        return TLS.Error(
            .truncated,
            "The server ended the connection after it asked for a certificate of the client, and none is configured."
        )
    }

    /// Encrypts plaintext; the session must be established and not closed by us.
    ///
    /// - Throws: ``TLS/Error``, after which the session is of no more use.
    package func send(_ plaintext: Span<UInt8>) throws(TLS.Error) {
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
                self.hasFailed = true
                throw TLS.Error.taken(otherwise: .protocolViolation, "Nothing can be sent by TLS")
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
