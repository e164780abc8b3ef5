//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// What all sessions of a client or a server have in common.
//
// Sendable, unchecked: OpenSSL lets many threads make sessions of one context, which nothing changes once it is made.
@safe
package final class TLSContext: @unchecked Sendable {
    /// Which end of connections it is for.
    enum Role {
        case client(TLS.ClientConfiguration)
        case server(TLS.ServerConfiguration)
    }

    let pointer: OpaquePointer
    let role: Role
    /// What a client has agreed on with hosts, so that the next connection need not begin anew.
    let resumable = ResumableSessions()

    /// Creates the context of clients.
    ///
    /// - Throws: ``TLS/Error`` if a root, the identity or the digest of a pinned key is invalid.
    package init(client configuration: TLS.ClientConfiguration) throws(TLS.Error) {
        if let digest = configuration.pinnedPublicKeys.first(where: { $0.count != 32 }) {
            throw TLS.Error(
                .invalidIdentity,
                "A digest in pinnedPublicKeys has \(digest.count) bytes; those of SHA-256 have 32."
            )
        }
        self.role = .client(configuration)
        unsafe self.pointer = Self.make(TLS_client_method(), configuration.minimumVersion)
        if let identity = configuration.identity {
            try self.use(identity)
        }
        switch configuration.roots {
        case .system: self.trustSystem()
        case .only(let pem): try self.trust(pem)
        case .systemAnd(let pem):
            self.trustSystem()
            try self.trust(pem)
        }
        switch configuration.verification {
        case .full: unsafe SSL_CTX_set_verify(self.pointer, SSL_VERIFY_PEER, nil)
        case .noneAnybodyCanListen: unsafe SSL_CTX_set_verify(self.pointer, SSL_VERIFY_NONE, nil)
        }
        // The callback gets the session that it is called for.
        unsafe SSL_CTX_set_cert_cb(
            self.pointer,
            { session, _ in unsafe TLSSession.noteCertificateRequest(of: session) },
            nil
        )
        // The callback gets a session that refers to this; OpenSSL itself keeps none.
        unsafe shim_SSL_CTX_keep_client_sessions(self.pointer) { session, state in
            unsafe TLSSession.keep(state, of: session)
        }
        // In the form of RFC 7301: each name behind its length. It is copied.
        unsafe SSL_CTX_set_alpn_protos(self.pointer, Self.http1, UInt32(Self.http1.count))
    }

    /// Creates the context of a server.
    ///
    /// - Throws: ``TLS/Error`` if a root or an identity is invalid, or no version is allowed.
    package init(server configuration: TLS.ServerConfiguration) throws(TLS.Error) {
        guard configuration.minimumVersion <= configuration.maximumVersion else {
            throw TLS.Error(
                .noCommonProtocol,
                "No version of TLS is allowed: minimumVersion is newer than maximumVersion."
            )
        }
        self.role = .server(configuration)
        unsafe self.pointer = Self.make(TLS_server_method(), configuration.minimumVersion)
        unsafe shim_SSL_CTX_set_max_proto_version(self.pointer, configuration.maximumVersion.number)
        try self.use(configuration.identities[0])
        switch configuration.clientCertificates {
        case .ignored:
            unsafe SSL_CTX_set_verify(self.pointer, SSL_VERIFY_NONE, nil)
        case .requested(let roots):
            try self.trust(roots)
            unsafe SSL_CTX_set_verify(self.pointer, SSL_VERIFY_PEER, nil)
        case .required(let roots):
            try self.trust(roots)
            unsafe SSL_CTX_set_verify(self.pointer, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        }
        // Resumed sessions are this server's; the bytes are copied.
        unsafe SSL_CTX_set_session_id_context(self.pointer, Self.http1, UInt32(Self.http1.count))
        // The callbacks get this as their last argument, which lives as long as the context does.
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe SSL_CTX_set_alpn_select_cb(self.pointer, Self.selectProtocol, this)
        unsafe SSL_CTX_set_cert_cb(self.pointer, Self.selectIdentity, this)
    }

    deinit {
        // The reference that was made in init; sessions hold their own, and this.
        unsafe SSL_CTX_free(self.pointer)
    }

    /// HTTP/1.1, the one application protocol there is (RFC 7301 §3.1).
    private static let http1: [UInt8] = [8] + Array("http/1.1".utf8)

    /// The ciphers of TLS 1.2: those with forward secrecy and authenticated encryption, as all of TLS 1.3 are (RFC 9325 §4.2).
    private static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

    private static func make(_ method: OpaquePointer?, _ minimumVersion: TLS.Version) -> OpaquePointer {
        ERR_clear_error()
        guard let context = unsafe SSL_CTX_new(method) else { preconditionFailure("OpenSSL cannot be initialised") }
        // A fresh context; known versions and modes.
        unsafe shim_SSL_CTX_set_min_proto_version(context, minimumVersion.number)
        guard unsafe SSL_CTX_set_cipher_list(context, Self.ciphers) == 1 else {
            preconditionFailure("OpenSSL has none of the ciphers")
        }
        // An idle session keeps no buffers; what is written may be where it likes each time.
        unsafe shim_SSL_CTX_set_mode(
            context,
            Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER)
        )
        unsafe shim_SSL_CTX_harden(context)
        // The callback gets the session that it is called for.
        unsafe SSL_CTX_set_msg_callback(context) { isSent, _, type, _, _, session, _ in
            if isSent == 0, type == SSL3_RT_HEADER || type == SSL3_RT_HANDSHAKE {
                unsafe TLSSession.charge(type, session)
            }
        }
        return unsafe context
    }

    private func use(_ identity: TLS.Identity) throws(TLS.Error) {
        // All are whole; OpenSSL counts references of its own.
        guard unsafe SSL_CTX_use_certificate(self.pointer, identity.certificate.pointer) == 1,
            unsafe SSL_CTX_use_PrivateKey(self.pointer, identity.key.pointer) == 1
        else {
            throw TLS.Error.taken(otherwise: .invalidIdentity, "The certificate cannot be used")
        }
        for certificate in identity.chain.dropFirst() {
            unsafe shim_SSL_CTX_add1_chain_cert(self.pointer, certificate.pointer)
        }
    }

    private func trustSystem() {
        // Reads where OpenSSL was built to look, or SSL_CERT_FILE and SSL_CERT_DIR say; without any nobody is trusted.
        unsafe SSL_CTX_set_default_verify_paths(self.pointer)
    }

    private func trust(_ pem: String) throws(TLS.Error) {
        let store = unsafe SSL_CTX_get_cert_store(self.pointer)
        for certificate in try Certificate.all(inPEM: pem) {
            // OpenSSL counts a reference of its own.
            unsafe X509_STORE_add_cert(store, certificate.pointer)
            // What a client is told of whom the server trusts.
            if case .server = self.role {
                unsafe SSL_CTX_add_client_CA(self.pointer, certificate.pointer)
            }
        }
        ERR_clear_error()
    }

    private static func of(_ argument: UnsafeMutableRawPointer?) -> TLSContext? {
        // Set in init, and alive: sessions hold it.
        unsafe argument.map { unsafe Unmanaged<TLSContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Chooses HTTP/1.1 if the client offers it, and refuses a client that offers others only.
    private static let selectProtocol: SSL_CTX_alpn_select_cb_func = { _, output, outputCount, offered, count, _ in
        var chosen: UnsafeMutablePointer<UInt8>?
        var chosenCount: UInt8 = 0
        let status = unsafe TLSContext.http1.withUnsafeBufferPointer { ours in
            unsafe SSL_select_next_proto(
                &chosen,
                &chosenCount,
                offered,
                count,
                ours.baseAddress,
                UInt32(truncatingIfNeeded: ours.count)
            )
        }
        // What was chosen lies in what the client has offered, which OpenSSL keeps for long enough.
        guard status == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        unsafe output?.pointee = unsafe UnsafePointer(chosen)
        unsafe outputCount?.pointee = chosenCount
        return SSL_TLSEXT_ERR_OK
    }

    /// Chooses who to be, by the name that the client asks for.
    private static let selectIdentity: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> CInt = {
        session,
        argument in
        // The name is the session's, and copied.
        guard let context = unsafe TLSContext.of(argument), case .server(let configuration) = context.role,
            let name = unsafe SSL_get_servername(session, TLSEXT_NAMETYPE_host_name)
        else { return 1 }
        let host = unsafe String(cString: name)
        guard let identity = configuration.identities.first(where: { $0.certificate.isFor(host) }) else { return 1 }
        // All are whole; OpenSSL counts references of its own.
        unsafe SSL_certs_clear(session)
        guard unsafe SSL_use_certificate(session, identity.certificate.pointer) == 1,
            unsafe SSL_use_PrivateKey(session, identity.key.pointer) == 1
        else { return 0 }
        for certificate in identity.chain.dropFirst() {
            unsafe shim_SSL_add1_chain_cert(session, certificate.pointer)
        }
        return 1
    }
}
