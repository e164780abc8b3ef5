//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSTLS

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension TLS.Identity {
    /// Creates an identity from PEM files, which are read at once.
    ///
    /// - Parameters:
    ///   - certificateFile: The path of a file with the certificate, followed by those that lead to its root.
    ///   - keyFile: The path of a file with the private key, which may be encrypted.
    ///   - password: What the key is encrypted with, if it is.
    /// - Throws: ``TLS/Error`` with the code `invalidIdentity` if a file cannot be read or what is in it is no good.
    public init(certificateFile: String, keyFile: String, password: String? = nil) throws(TLS.Error) {
        try self.init(
            certificates: try text(ofFile: certificateFile),
            key: try text(ofFile: keyFile),
            password: password
        )
    }
}

extension TLS.ClientConfiguration.Roots {
    /// The certificates of a PEM file, which is read at once, and nobody else.
    ///
    /// - Parameter file: Its path.
    /// - Returns: Whom to trust.
    /// - Throws: ``TLS/Error`` with the code `invalidIdentity` if the file cannot be read.
    public static func only(file: String) throws(TLS.Error) -> Self {
        .only(pem: try text(ofFile: file))
    }
}

extension TLS.ServerConfiguration.ClientCertificates {
    /// A certificate that a root of a PEM file leads to; the file is read at once.
    ///
    /// - Parameter file: Its path.
    /// - Returns: What clients are asked for.
    /// - Throws: ``TLS/Error`` with the code `invalidIdentity` if the file cannot be read.
    public static func required(rootsFile file: String) throws(TLS.Error) -> Self {
        .required(roots: try text(ofFile: file))
    }
}

private func text(ofFile path: String) throws(TLS.Error) -> String {
    do {
        return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
        let reason =
            switch (error as? CocoaError)?.code {
            case .fileNoSuchFile?, .fileReadNoSuchFile?: "does not exist"
            case .fileReadNoPermission?: "may not be read by this process"
            case .fileReadInapplicableStringEncoding?, .fileReadCorruptFile?: "is not text in UTF-8"
            default: "cannot be read"
            }
        throw TLS.Error(.invalidIdentity, "The file \(path) \(reason).")
    }
}
