//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Testing
import WSTLS

@Suite("TLS identities")
struct TLSIdentityTests {
    @Test("a key may be encrypted")
    func encrypted() throws {
        let issued = try CertificateAuthority().root
        let key = try CertificateAuthority.encrypt(issued.key, password: "secret")
        #expect(key.contains("ENCRYPTED"))
        _ = try TLS.Identity(certificates: issued.certificate, key: key, password: "secret")
        for password in [nil, "", "wrong"] {
            let error = #expect(throws: TLS.Error.self) {
                try TLS.Identity(certificates: issued.certificate, key: key, password: password)
            }
            #expect(error?.code == .invalidIdentity)
        }
    }

    @Test("a key that is another's is refused")
    func otherKey() throws {
        let (one, other) = (try CertificateAuthority().root, try CertificateAuthority().root)
        let error = #expect(throws: TLS.Error.self) { try TLS.Identity(certificates: one.certificate, key: other.key) }
        #expect(error?.message == "The private key is not that of the first certificate.")
    }

    @Test("what is no PEM, or damaged, is refused")
    func damaged() throws {
        let issued = try CertificateAuthority().root
        let cut = String(issued.certificate.dropLast(100))
        for certificates in ["", "nonsense", cut, issued.certificate + cut, issued.key] {
            let error = #expect(throws: TLS.Error.self) {
                try TLS.Identity(certificates: certificates, key: issued.key)
            }
            #expect(error?.code == .invalidIdentity, "\(certificates.prefix(20))")
        }
        for key in ["", "nonsense", issued.certificate, String(issued.key.dropLast(100))] {
            let error = #expect(throws: TLS.Error.self) { try TLS.Identity(certificates: issued.certificate, key: key) }
            #expect(error?.code == .invalidIdentity)
        }
    }
}
