//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
package import WSTLS

/// Somebody who issues certificates, by the `openssl` command.
package struct CertificateAuthority: Sendable {
    /// A certificate and its key, as PEM.
    package struct Issued: Sendable {
        package let certificate: String
        package let key: String

        /// With the certificate alone, or followed by others.
        package func identity(followedBy others: String = "") throws -> TLS.Identity {
            try TLS.Identity(certificates: self.certificate + others, key: self.key)
        }
    }

    /// The root.
    package let root: Issued

    /// Makes a root of its own.
    package init(_ name: String = "Test Root") throws {
        self.root = try Self.inFolder { folder in
            try Self.openssl(
                ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
                    + ["-keyout", "key", "-out", "certificate", "-days", "2", "-subj", "/CN=\(name)"],
                in: folder
            )
            return try Issued(in: folder)
        }
    }

    /// Issues a certificate.
    ///
    /// - Parameters:
    ///   - names: Who it is for, in the words of OpenSSL: `DNS:localhost`, `IP:127.0.0.1`; empty if that is not said.
    ///   - commonName: The common name of its subject.
    ///   - days: How long it is valid; negative if it was until that many days ago.
    ///   - isAuthority: Whether who has it may issue others.
    ///   - hasRSAKey: Whether its key is one of RSA, instead of one on a curve.
    ///   - issuer: Who issues it; the root by default.
    /// - Returns: The certificate and its key.
    /// - Throws: Why there is none.
    package func issue(
        _ names: String,
        commonName: String = "test",
        days: Int = 2,
        isAuthority: Bool = false,
        hasRSAKey: Bool = false,
        by issuer: Issued? = nil
    ) throws -> Issued {
        let issuer = issuer ?? self.root
        return try Self.inFolder { folder in
            func write(_ text: String, _ name: String) throws {
                try text.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
            }
            try write(issuer.certificate, "issuer")
            try write(issuer.key, "issuer-key")
            let subject = names.isEmpty ? "" : "subjectAltName=\(names)\n"
            try write("\(subject)basicConstraints=CA:\(isAuthority ? "TRUE" : "FALSE")\n", "extensions")
            try Self.openssl(
                ["req", "-new", "-nodes", "-newkey"]
                    + (hasRSAKey ? ["rsa:2048"] : ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
                    + ["-keyout", "key", "-out", "request", "-subj", "/CN=\(commonName)"],
                in: folder
            )
            try Self.openssl(
                ["x509", "-req", "-in", "request", "-CA", "issuer", "-CAkey", "issuer-key", "-out", "certificate"]
                    + ["-days", "\(days)", "-extfile", "extensions"],
                in: folder
            )
            return try Issued(in: folder)
        }
    }

    /// Encrypts a key.
    package static func encrypt(_ key: String, password: String) throws -> String {
        try Self.inFolder { folder in
            try key.write(to: folder.appendingPathComponent("plain"), atomically: false, encoding: .utf8)
            try Self.openssl(
                ["pkcs8", "-topk8", "-in", "plain", "-out", "key", "-passout", "pass:\(password)"],
                in: folder
            )
            return try String(contentsOf: folder.appendingPathComponent("key"), encoding: .utf8)
        }
    }

    private static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("authority-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private struct Failed: Error {
        let arguments: [String]
    }

    private static func openssl(_ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(arguments: arguments) }
    }
}

extension CertificateAuthority.Issued {
    fileprivate init(in folder: URL) throws {
        self.certificate = try String(contentsOf: folder.appendingPathComponent("certificate"), encoding: .utf8)
        self.key = try String(contentsOf: folder.appendingPathComponent("key"), encoding: .utf8)
    }
}

extension OpenSSLPeer {
    /// Creates a server with what an authority has issued.
    package convenience init(
        server issued: CertificateAuthority.Issued,
        isTLS12: Bool = false,
        ciphers: String = "ALL@SECLEVEL=0"
    ) {
        self.init(certificate: issued.certificate, key: issued.key, isTLS12: isTLS12, ciphers: ciphers)
    }
}
