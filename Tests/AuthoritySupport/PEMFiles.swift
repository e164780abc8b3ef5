//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// Files with a root, and with a server's and a client's certificate that it has issued, for programs that want files.
package struct PEMFiles: Sendable {
    package let root: String
    package let server: String
    package let serverKey: String
    package let client: String
    package let clientKey: String

    /// Calls `body` with such files, whose server is `localhost` and `127.0.0.1`, and removes them.
    package static func with<Result>(_ body: (PEMFiles) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pem-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ name: String) throws -> String {
            let file = folder.appendingPathComponent(name)
            try text.write(to: file, atomically: false, encoding: .utf8)
            return file.path
        }
        let authority = try CertificateAuthority()
        let server = try authority.issue("DNS:localhost,IP:127.0.0.1")
        let client = try authority.issue("DNS:client")
        return try await body(
            PEMFiles(
                root: try write(authority.root.certificate, "root"),
                server: try write(server.certificate, "server"),
                serverKey: try write(server.key, "server-key"),
                client: try write(client.certificate, "client"),
                clientKey: try write(client.key, "client-key")
            )
        )
    }
}
