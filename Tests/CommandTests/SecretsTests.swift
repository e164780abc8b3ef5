//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import LoopbackSupport
import TestSupport
import Testing
import WebSockets

@Suite("Secrets that ws is given", .timeLimit(.minutes(2)))
struct SecretsTests {
    @Test("ws connect writes none", arguments: SecretCall.connecting)
    func connecting(call: SecretCall) async throws {
        try await self.expectNone(call)
    }

    @Test("ws connect by a proxy writes none", arguments: SecretCall.proxying)
    func proxying(call: SecretCall) async throws {
        try await self.expectNone(call)
    }

    @Test("ws bench writes none, and no report has any", arguments: SecretCall.benching)
    func benching(call: SecretCall) async throws {
        try await self.expectNone(call)
    }

    @Test("ws serve writes none", arguments: SecretCall.serving)
    func serving(call: SecretCall) async throws {
        try await self.expectNone(call)
    }

    @Test("ws itself writes none", arguments: SecretCall.others)
    func others(call: SecretCall) async throws {
        try await self.expectNone(call)
    }

    @Test("ws serve --verbose tells of clients without their secrets, and metrics have none")
    func clients() async throws {
        try await withDemoServer(["--verbose"]) { command, address in
            var dialer = Dialer(subprotocols: ["token.\(SecretCall.token.name)"])
            dialer.headers["Cookie"] = SecretCall.cookie.text
            dialer.headers["Origin"] = "http://\(SecretCall.token.percentEncoded)"
            for path in ["/echo", "/none", "/hello"] {
                let url = SecretCall.url(address, path)
                let refused = dialer
                await #expect(throws: WebSocket.Error.self) { _ = try await refused.dial(url) }
            }
            dialer.headers["Origin"] = nil
            let socket = try await dialer.dial(SecretCall.url(address))
            try await socket.close(code: CloseCode(rawValue: 4000), reason: SecretCall.password.text)
            for target in [
                "/metrics?token=\(SecretCall.query.text)", "/\(SecretCall.query.percentEncoded)", "/metrics",
            ] {
                let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
                let connection = try await RawConnection(to: .tcp(host: "127.0.0.1", port: port))
                await connection.send(
                    "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(SecretCall.authorization)\r\nConnection: close\r\n\r\n"
                )
                let answer = String(decoding: try await connection.receiveToEnd(), as: UTF8.self)
                #expect(PlantedSecret.found(in: answer, of: SecretCall.secrets) == [])
            }
            command.terminate()
            let written = await command.output.rest() + (await command.errors.rest())
            #expect(written.contains("A WebSocket was closed."), "\(written)")
            #expect(PlantedSecret.found(in: written, of: SecretCall.secrets) == [])
        }
    }

    // MARK: Running

    private func expectNone(_ call: SecretCall) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ws-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        // A port that was free a moment ago.
        let none = try await withServer(HTTPServer(eventLoops: 1)) { "\($0)" }
        let result = try await withServer(Self.server) { address in
            func filled(_ text: String) -> String {
                text.replacingOccurrences(of: "HOST", with: "\(address)").replacingOccurrences(of: "NONE", with: none)
                    .replacingOccurrences(of: "FOLDER", with: folder.path)
            }
            return try await CommandProcess.run(
                call.arguments.map(filled),
                input: "hello\n",
                environment: call.environment.mapValues(filled)
            )
        }
        let reports = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
            try String(contentsOf: $0, encoding: .utf8)
        }
        let written = ([result.output, result.errors] + reports).joined(separator: "\n")
        #expect(PlantedSecret.found(in: written, of: SecretCall.secrets) == [], "\(written.prefix(400))")
        #expect(result.status == call.status, "\(result.errors.prefix(200))")
        #expect(written.contains(call.says), "\(result.errors.prefix(200))")
    }

    private static var server: HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        let echo: WebSocket.Handler = { socket in
            for try await message in socket { try await socket.send(message) }
        }
        server.webSocket("/echo", echo)
        server.webSocket("/group/{group}", echo)
        server.webSocket("/closed") { try await $0.close(code: .policyViolation) }
        server.get("/refused") { _ in
            HTTP.Response(status: .forbidden, headers: ["Set-Cookie": "id=\(SecretCall.cookie.text)"])
        }
        server.get("/moved") { _ in HTTP.Response(status: .found, headers: ["Location": SecretCall.url("a.example")]) }
        return server
    }
}
