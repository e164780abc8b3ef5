//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Testing
import WebSockets

@Suite("Redirects", .timeLimit(.minutes(1)))
struct RedirectTests {
    /// A server that sends "/old" elsewhere, and tells at "/new" what it was sent.
    private func makeServer(redirectingTo location: String, status: HTTP.Status = 302) -> HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        server.get("/old") { _ in
            HTTP.Response(status: status, headers: ["Location": location])
        }
        let upgrader = Upgrader()
        server.get("/new") { request in
            let names = ["Authorization", "Cookie", "X-Own", "Host"]
            let seen = names.map { "\($0)=\(request.headers[$0] ?? "")" }.joined(separator: " ")
            return try upgrader.upgrade(request) { socket in try await socket.send(seen) }
        }
        return server
    }

    private var dialer: Dialer {
        var dialer = Dialer(headers: [
            "Authorization": "Bearer 1", "Cookie": "c=1", "X-Own": "x", "Host": "own.localhost",
        ])
        dialer.followsRedirects = true
        return dialer
    }

    @Test("are not followed unless that is asked for: the answer says where they lead")
    func off() async throws {
        try await withServer(self.makeServer(redirectingTo: "/new")) { address in
            let error = await expectFailure(.handshakeFailed) { try await Dialer().dial("ws://\(address)/old") }
            #expect(error?.response?.status == 302)
            #expect(error?.response?.headers["Location"] == "/new")
        }
    }

    @Test("within one origin keep credentials, whatever their status", arguments: [301, 302, 303, 307, 308])
    func sameOrigin(status: HTTP.Status) async throws {
        try await withServer(self.makeServer(redirectingTo: "new", status: status)) { address in
            let said = try await self.dialer.connect(to: "ws://\(address)/old") { try await $0.receive() }
            #expect(said == .text("Authorization=Bearer 1 Cookie=c=1 X-Own=x Host=own.localhost"))
            var dialer = Dialer()
            dialer.followsRedirects = true
            let withUser = try await dialer.connect(to: "ws://ann:pw@\(address)/old") { try await $0.receive() }
            #expect(withUser == .text("Authorization=Basic YW5uOnB3 Cookie= X-Own= Host=\(address)"))
        }
    }

    @Test("to another origin drop them, for good")
    func otherOrigin() async throws {
        try await withServer(self.makeServer(redirectingTo: "/new")) { second in
            try await withServer(self.makeServer(redirectingTo: "http://\(second)/old")) { first in
                let said = try await self.dialer.connect(to: "ws://\(first)/old") { try await $0.receive() }
                #expect(said == .text("Authorization= Cookie= X-Own=x Host=\(second)"))
                var dialer = Dialer()
                dialer.followsRedirects = true
                let withUser = try await dialer.connect(to: "ws://ann:pw@\(first)/old") { try await $0.receive() }
                #expect(withUser == .text("Authorization= Cookie= X-Own= Host=\(second)"))
            }
        }
    }

    @Test("ten are followed, and no more")
    func limit() async throws {
        let count = Counter()
        let server = HTTPServer(eventLoops: 1)
        server.get("/{n}") { request in
            count.add()
            let next = (Int(request.parameters["n"] ?? "") ?? 0) + 1
            return HTTP.Response(status: 302, headers: ["Location": "/\(next)"])
        }
        try await withServer(server) { address in
            let error = await expectFailure(.handshakeFailed) { try await self.dialer.dial("ws://\(address)/0") }
            #expect(error?.message.hasSuffix("it is the one after 10 others.") == true)
            #expect(count.value == 11)
        }
    }

    @Test(
        "that lead nowhere, or to what is no server, are not followed",
        arguments: ["ws+unix:/run/docker.sock:/", "file:///etc/passwd", "javascript:0", "ws://", "http://a b/", "/%"]
    )
    func refused(location: String) async throws {
        try await withServer(self.makeServer(redirectingTo: location)) { address in
            let error = await expectFailure(.handshakeFailed) { try await self.dialer.dial("ws://\(address)/old") }
            #expect(error?.message.hasPrefix("ws://\(address)/old redirects, and that was not followed: ") == true)
            #expect(error?.response?.headers["Location"] == location)
        }
    }

    @Test("never lead from wss to ws, and do the other way round, without the client's certificate")
    func downgrade() async throws {
        let authority = try CertificateAuthority()
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        var tls = TLS.ServerConfiguration(identities: [try authority.issue("IP:127.0.0.1").identity()])
        tls.clientCertificates = .required(roots: authority.root.certificate)
        configuration.tls = tls
        let secure = HTTPServer(configuration: configuration)
        try await withServer(self.makeServer(redirectingTo: "/new")) { plain in
            secure.get("/old") { _ in HTTP.Response(status: 302, headers: ["Location": "http://\(plain)/new"]) }
            try await withServer(secure) { address in
                var dialer = self.dialer
                dialer.tls.roots = .only(pem: authority.root.certificate)
                dialer.tls.identity = try authority.issue("DNS:client").identity()
                let error = await expectFailure(.handshakeFailed) { try await dialer.dial("wss://\(address)/old") }
                #expect(error?.message.hasSuffix("it leads from wss to ws.") == true)

                let upgraded = dialer
                try await withServer(self.makeServer(redirectingTo: "wss://\(address)/old")) { first in
                    let error = await #expect(throws: WebSocket.Error.self) {
                        try await upgraded.dial("ws://\(first)/old")
                    }
                    #expect((error?.cause as? TLS.Error)?.code == .certificateRequired, "\(String(describing: error))")
                }
            }
        }
    }
}
