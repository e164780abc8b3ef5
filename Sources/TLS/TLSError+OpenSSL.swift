//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import COpenSSL

extension TLSError {
    /// Takes what OpenSSL has noted of the call that failed last on this thread, and says it in a person's words.
    static func taken(otherwise code: Code, _ what: String) -> TLSError {
        var first: UInt = 0
        // The earliest is the cause; those behind it tell who passed it on.
        while case let next = ERR_get_error(), next != 0 {
            if first == 0 { first = next }
        }
        guard first != 0 else { return TLSError(code, "\(what).") }
        return Self.known(reason: CInt(truncatingIfNeeded: ERR_GET_REASON(first)), library: ERR_GET_LIB(first))
            ?? TLSError(code, "\(what): \(Self.text(first)).")
    }

    private static func known(reason: CInt, library: CInt) -> TLSError? {
        guard library == ERR_LIB_SSL else { return nil }
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
            return TLSError(.notTLS, "The peer speaks plain HTTP on a connection that is for TLS.")
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_PACKET_LENGTH_TOO_LONG, SSL_R_UNEXPECTED_MESSAGE:
            return TLSError(.notTLS, "The peer does not answer in TLS: is it a port for plain connections?")
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE,
            SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
            return TLSError(.noCommonProtocol, "Both sides have no version of TLS in common.")
        case SSL_R_NO_SHARED_CIPHER, SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
            return TLSError(.noCommonProtocol, "Both sides have no cipher in common.")
        case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL, SSL_R_NO_APPLICATION_PROTOCOL:
            return TLSError(.noCommonProtocol, "Both sides have no application protocol in common.")
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return TLSError(.certificateRequired, "The client has no certificate, which this server asks for.")
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
            return TLSError(.refusedByPeer, "The server asks for a certificate of the client's, and none was given.")
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
            return TLSError(.refusedByPeer, "The peer does not trust who issued our certificate.")
        case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
            return TLSError(.refusedByPeer, "The peer says that our certificate has expired.")
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN,
            SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
            return TLSError(.refusedByPeer, "The peer does not accept our certificate.")
        case SSL_R_UNEXPECTED_EOF_WHILE_READING:
            return TLSError(.truncated, "The connection ended without the peer saying so.")
        default:
            return nil
        }
    }

    /// OpenSSL's own words for an error.
    private static func text(_ error: UInt) -> String {
        // A static string, or nothing.
        guard let text = unsafe ERR_reason_error_string(error) else { return "error \(error)" }
        return unsafe String(cString: text)
    }

    /// The error of a certificate that was not found to be good.
    ///
    /// - Parameters:
    ///   - result: What OpenSSL found.
    ///   - host: Whose certificate it should have been; `nil` for a client's.
    /// - Returns: The error.
    static func badCertificate(_ result: Int, host: String?) -> TLSError {
        let whose = host.map { "The certificate of \($0)" } ?? "The client's certificate"
        switch CInt(truncatingIfNeeded: result) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return TLSError(.certificateExpired, "\(whose) has expired.")
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return TLSError(.certificateExpired, "\(whose) is not valid yet; is our clock right?")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            return TLSError(.hostMismatch, "\(whose) is for another host.")
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return TLSError(.unknownIssuer, "\(whose) is signed by itself, and not one that is trusted.")
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return TLSError(
                .unknownIssuer,
                "\(whose) was issued by nobody who is trusted, or lacks what leads to its root."
            )
        default:
            // A static string.
            let text = unsafe String(cString: X509_verify_cert_error_string(result))
            return TLSError(.badCertificate, "\(whose) is not accepted: \(text).")
        }
    }
}
