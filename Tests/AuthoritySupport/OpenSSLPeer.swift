//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// One end of a TLS connection in memory that does what OpenSSL can do, and what a well-behaved peer does not.
@safe
package final class OpenSSLPeer {
    private let context: OpaquePointer
    private let session: OpaquePointer
    private let input: OpaquePointer
    private let outputBIO: OpaquePointer
    /// The plaintext that has come.
    package private(set) var received: [UInt8] = []

    /// Creates a client, which verifies nothing.
    ///
    /// - Parameters:
    ///   - isTLS12: Whether it speaks TLS 1.2 only, instead of 1.3 only.
    ///   - ciphers: Those of TLS 1.2 that it offers, in OpenSSL's words.
    package convenience init(clientOfTLS12 isTLS12: Bool = false, ciphers: String = "ALL@SECLEVEL=0") {
        unsafe self.init(TLS_client_method(), isTLS12, ciphers)
        unsafe SSL_set_connect_state(self.session)
    }

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - certificate: Its certificate, as PEM.
    ///   - key: The private key, as PEM.
    ///   - isTLS12: Whether it speaks TLS 1.2 only, instead of 1.3 only.
    ///   - ciphers: Those of TLS 1.2 that it accepts, in OpenSSL's words.
    package convenience init(
        certificate: String,
        key: String,
        isTLS12: Bool = false,
        ciphers: String = "ALL@SECLEVEL=0"
    ) {
        unsafe self.init(TLS_server_method(), isTLS12, ciphers)
        // The session counts references of its own.
        let certificate = unsafe Self.reading(certificate) { unsafe PEM_read_bio_X509($0, nil, nil, nil) }
        unsafe SSL_use_certificate(self.session, certificate)
        unsafe X509_free(certificate)
        let key = unsafe Self.reading(key) { unsafe PEM_read_bio_PrivateKey($0, nil, nil, nil) }
        unsafe SSL_use_PrivateKey(self.session, key)
        unsafe EVP_PKEY_free(key)
        unsafe SSL_set_accept_state(self.session)
    }

    private init(_ method: OpaquePointer?, _ isTLS12: Bool, _ ciphers: String) {
        // All of it is made here and freed in deinit; the session owns the BIOs.
        guard let context = unsafe SSL_CTX_new(method), let session = unsafe SSL_new(context),
            let input = unsafe BIO_new(BIO_s_mem()), let output = unsafe BIO_new(BIO_s_mem())
        else { preconditionFailure("OpenSSL is out of memory") }
        unsafe self.context = context
        unsafe self.session = session
        unsafe self.input = input
        unsafe self.outputBIO = output
        unsafe SSL_set_bio(session, input, output)
        let version = isTLS12 ? TLS1_2_VERSION : TLS1_3_VERSION
        unsafe SSL_ctrl(session, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(version), nil)
        unsafe SSL_ctrl(session, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
        unsafe SSL_set_cipher_list(session, ciphers)
    }

    deinit {
        unsafe SSL_free(self.session)
        unsafe SSL_CTX_free(self.context)
    }

    private static func reading<Result>(_ pem: String, _ body: (OpaquePointer?) -> Result) -> Result {
        let bio = unsafe BIO_new(BIO_s_mem())
        defer { unsafe BIO_free(bio) }
        let bytes = Array(pem.utf8)
        unsafe BIO_write(bio, bytes, CInt(bytes.count))
        return unsafe body(bio)
    }

    /// Whether the handshake has succeeded.
    package var isEstablished: Bool { unsafe SSL_is_init_finished(self.session) == 1 }

    /// The name of the cipher that was agreed on.
    package var cipher: String {
        unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(self.session)).map { unsafe String(cString: $0) } ?? ""
    }

    /// The name that a client has asked a server for, if it has.
    package var serverName: String? {
        unsafe SSL_get_servername(self.session, TLSEXT_NAMETYPE_host_name).map { unsafe String(cString: $0) }
    }

    /// Takes in what the other end has sent, and goes on with the handshake.
    package func receive(_ bytes: [UInt8]) {
        unsafe BIO_write(self.input, bytes, CInt(bytes.count))
        if !self.isEstablished {
            unsafe SSL_do_handshake(self.session)
        }
        guard self.isEstablished else { return }
        var buffer = [UInt8](repeating: 0, count: 16384)
        while case let count = unsafe SSL_read(self.session, &buffer, CInt(buffer.count)), count > 0 {
            self.received += buffer.prefix(Int(count))
        }
        ERR_clear_error()
    }

    /// Takes what is to be sent.
    package func takeOutput() -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while case let count = unsafe BIO_read(self.outputBIO, &buffer, CInt(buffer.count)), count > 0 {
            output += buffer.prefix(Int(count))
        }
        return output
    }

    /// Sends application data in a record.
    ///
    /// - Returns: Whether that could be done.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        unsafe SSL_write(self.session, bytes, CInt(bytes.count)) > 0
    }

    /// Sends a close_notify, and nothing behind it.
    package func close() {
        unsafe SSL_shutdown(self.session)
    }

    /// Sends a KeyUpdate, and asks for one of the other end's (RFC 8446 §4.6.3).
    package func updateKeys() {
        unsafe SSL_key_update(self.session, SSL_KEY_UPDATE_REQUESTED)
        unsafe SSL_do_handshake(self.session)
    }

    /// Sends another ticket to resume the session with, as a server of TLS 1.3.
    package func sendTicket() {
        unsafe SSL_new_session_ticket(self.session)
        unsafe SSL_do_handshake(self.session)
    }

    /// Asks to renegotiate, as TLS 1.2 can: a client by a ClientHello, a server by a HelloRequest.
    package func renegotiate() {
        unsafe SSL_renegotiate(self.session)
        unsafe SSL_do_handshake(self.session)
    }
}
