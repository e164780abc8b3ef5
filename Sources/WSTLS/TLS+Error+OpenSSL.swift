//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

extension TLS.Error {
    /// The reason code of an alert is its number and this one (OpenSSL's `SSL_AD_REASON_OFFSET`).
    private static let firstAlert = CInt(SSL_AD_REASON_OFFSET)

    /// Takes what OpenSSL has noted of the call that failed last on this thread, and says it in a person's words.
    ///
    /// - Parameters:
    ///   - code: The code of an error without one of its own.
    ///   - what: What failed, a sentence without the point at its end.
    ///   - lacksCertificate: Whether the server has asked for a certificate of the client, and none is configured.
    /// - Returns: The error.
    static func taken(otherwise code: Code, _ what: String, lacksCertificate: Bool = false) -> TLS.Error {
        var first: UInt = 0
        // The earliest is the cause; those behind it tell who passed it on.
        while case let next = ERR_get_error(), next != 0 {
            if first == 0 { first = next }
        }
        guard first != 0 else { return TLS.Error(code, "\(what).") }
        guard ERR_GET_LIB(first) == ERR_LIB_SSL else { return TLS.Error(code, "\(what): \(Self.text(first)).") }
        let reason = CInt(truncatingIfNeeded: ERR_GET_REASON(first))
        if let alert = UInt8(exactly: reason - Self.firstAlert) {
            return Self.alert(alert, lacksCertificate: lacksCertificate)
        }
        return Self.known(reason: reason) ?? TLS.Error(code, "\(what): \(Self.text(first)).")
    }

    /// What servers send to a client without a certificate: TLS 1.2 has no alert for it.
    private static let alertsForMissingCertificate = [
        SSL_AD_CERTIFICATE_REQUIRED, SSL_AD_HANDSHAKE_FAILURE, SSL_AD_BAD_CERTIFICATE, SSL_AD_UNSUPPORTED_CERTIFICATE,
        SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_ACCESS_DENIED, SSL_AD_NO_CERTIFICATE,
    ]

    /// The error of a connection that the peer has ended by an alert.
    ///
    /// - Parameters:
    ///   - alert: The alert's number.
    ///   - lacksCertificate: Whether the server has asked for a certificate of the client, and none is configured.
    /// - Returns: The error.
    private static func alert(_ alert: UInt8, lacksCertificate: Bool) -> TLS.Error {
        let (code, message): (Code, String) =
            switch CInt(alert) {
            case let alert where lacksCertificate && Self.alertsForMissingCertificate.contains(alert):
                (.certificateRequired, "The server wants a certificate of the client, and none is configured.")
            case SSL_AD_CERTIFICATE_REQUIRED:
                (.certificateRequired, "The server wants a certificate of the client, and was sent none.")
            case SSL_AD_PROTOCOL_VERSION:
                (.noCommonProtocol, "Both sides have no version of TLS in common.")
            case SSL_AD_HANDSHAKE_FAILURE, SSL_AD_INSUFFICIENT_SECURITY:
                (.noCommonProtocol, "The peer finds no cipher or no other parameter of TLS that both sides accept.")
            case SSL_AD_NO_APPLICATION_PROTOCOL:
                (.noCommonProtocol, "Both sides have no application protocol in common.")
            case SSL_AD_UNKNOWN_CA:
                (.refusedByPeer, "The peer does not trust the issuer of our certificate.")
            case SSL_AD_CERTIFICATE_EXPIRED:
                (.refusedByPeer, "The peer says that our certificate has expired.")
            case SSL_AD_CERTIFICATE_REVOKED:
                (.refusedByPeer, "The peer says that our certificate has been revoked.")
            case SSL_AD_BAD_CERTIFICATE, SSL_AD_CERTIFICATE_UNKNOWN, SSL_AD_UNSUPPORTED_CERTIFICATE:
                (.refusedByPeer, "The peer does not accept our certificate.")
            case SSL_AD_UNRECOGNIZED_NAME:
                (.refusedByPeer, "The peer has no certificate for the name that it was asked for.")
            default:
                // A static string for every number.
                (
                    .refusedByPeer,
                    "The peer ended the connection by TLS alert \(alert), "
                        + "\(unsafe String(cString: SSL_alert_desc_string_long(CInt(alert))))."
                )
            }
        return TLS.Error(code, message, alert: alert)
    }

    private static func known(reason: CInt) -> TLS.Error? {
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
            return TLS.Error(.notTLS, "The peer speaks plain HTTP on a connection that is for TLS.")
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_PACKET_LENGTH_TOO_LONG, SSL_R_UNEXPECTED_MESSAGE:
            return TLS.Error(.notTLS, "The peer does not answer in TLS: is it a port for plain connections?")
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_PROTOCOLS_AVAILABLE:
            return TLS.Error(.noCommonProtocol, "Both sides have no version of TLS in common.")
        case SSL_R_NO_SHARED_CIPHER:
            return TLS.Error(.noCommonProtocol, "Both sides have no cipher in common.")
        case SSL_R_NO_APPLICATION_PROTOCOL:
            return TLS.Error(.noCommonProtocol, "Both sides have no application protocol in common.")
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return TLS.Error(.certificateRequired, "The client has no certificate, which this server asks for.")
        case SSL_R_UNEXPECTED_EOF_WHILE_READING:
            return TLS.Error(.truncated, "The connection ended without a close_notify alert of TLS.")
        default:
            return nil
        }
    }

    /// Whether the call that failed last on this thread failed because a certificate was not accepted.
    static var isOfVerification: Bool {
        let last = ERR_peek_last_error()
        return ERR_GET_LIB(last) == ERR_LIB_SSL
            && CInt(truncatingIfNeeded: ERR_GET_REASON(last)) == SSL_R_CERTIFICATE_VERIFY_FAILED
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
    static func badCertificate(_ result: Int, host: String?) -> TLS.Error {
        let whose = host.map { "The certificate of \($0)" } ?? "The client's certificate"
        switch CInt(truncatingIfNeeded: result) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return TLS.Error(.certificateExpired, "\(whose) has expired.")
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return TLS.Error(.certificateNotYetValid, "\(whose) is not valid yet; is our clock right?")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            return TLS.Error(.hostMismatch, "\(whose) is for another host.")
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return TLS.Error(.unknownIssuer, "\(whose) is signed by itself, and not one that is trusted.")
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return TLS.Error(
                .unknownIssuer,
                "\(whose) has an issuer that is not trusted, or was sent without the certificates that lead to its root."
            )
        default:
            // A static string.
            let text = unsafe String(cString: X509_verify_cert_error_string(result))
            return TLS.Error(.badCertificate, "\(whose) is not accepted: \(text).")
        }
    }
}
