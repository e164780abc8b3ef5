//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import Foundation
import LoopbackSupport
import Testing
import WebSockets

/// Our client through proxies of others: tinyproxy for HTTP, microsocks for SOCKS5.
@Suite("Through proxies of others", .timeLimit(.minutes(1)))
struct ProxyTests {
    /// A server that tells what it was sent of credentials, and echoes.
    private func makeServer(tls: TLS.ServerConfiguration? = nil) -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        configuration.tls = tls
        let server = HTTPServer(configuration: configuration)
        let upgrader = Upgrader()
        server.get("/echo") { request in
            let seen = request.headers["Proxy-Authorization"] ?? request.headers["Authorization"] ?? "nothing"
            return try upgrader.upgrade(request) { socket in
                try await socket.send(seen)
                for try await message in socket { try await socket.send(message) }
            }
        }
        return server
    }

    private func withHTTPProxy(_ body: (_ port: Int) async throws -> Void) async throws {
        try await Daemon.withFolder { folder in
            try await Daemon.with { port in
                let file = folder.appendingPathComponent("tinyproxy.conf")
                let configuration = """
                    Port \(port)
                    Listen 127.0.0.1
                    BasicAuth ann pw
                    MaxClients 20
                    LogLevel Error

                    """
                try configuration.write(to: file, atomically: false, encoding: .utf8)
                return ["tinyproxy", "-d", "-c", file.path]
            } _: {
                try await body($0)
            }
        }
    }

    private func withSOCKSProxy(_ body: (_ port: Int) async throws -> Void) async throws {
        try await Daemon.with { port in
            ["microsocks", "-i", "127.0.0.1", "-p", "\(port)", "-u", "ann", "-P", "pw"]
        } _: {
            try await body($0)
        }
    }

    private func dialer(by proxy: String) throws -> Dialer {
        var dialer = Dialer()
        dialer.proxy = .always(try Dialer.Proxy(proxy))
        return dialer
    }

    private func echo(_ dialer: Dialer, _ url: String) async throws {
        try await dialer.connect(to: url) { socket in
            let seen = try await socket.receive()
            #expect(seen == .text("nothing"))
            for size in [0, 1000, 300_000] {
                let message = WebSocket.Message.binary([UInt8](repeating: 0x5A, count: size))
                try await socket.send(message)
                let isSame = try await socket.receive() == message
                #expect(isSame)
            }
        }
    }

    @Test("HTTP, for ws and for wss, by name and by address")
    func http() async throws {
        try await self.withHTTPProxy { proxy in
            try await self.checkBoth { try Dialer.Proxy("http://ann:p%77@127.0.0.1:\(proxy)") }
        }
    }

    @Test("SOCKS5, for ws and for wss, by name and by address")
    func socks() async throws {
        try await self.withSOCKSProxy { proxy in
            try await self.checkBoth { try Dialer.Proxy("socks5://ann:p%77@127.0.0.1:\(proxy)") }
        }
    }

    private func checkBoth(_ proxy: () throws -> Dialer.Proxy) async throws {
        try await PEMFiles.with { files in
            var dialer = Dialer()
            dialer.proxy = .always(try proxy())
            dialer.tls.roots = try .only(file: files.root)
            try await withServer(self.makeServer()) { [dialer] address in
                try await self.echo(dialer, "ws://\(address)/echo")
                try await self.echo(dialer, "ws://localhost:\(address.port ?? 0)/echo")
            }
            let identity = try TLS.Identity(certificateFile: files.server, keyFile: files.serverKey)
            let secure = self.makeServer(tls: TLS.ServerConfiguration(identities: [identity]))
            try await withServer(secure) { [dialer] address in
                try await self.echo(dialer, "wss://\(address)/echo")
                try await self.echo(dialer, "wss://localhost:\(address.port ?? 0)/echo")
            }
        }
    }

    @Test("HTTP by TLS, and TLS in that again")
    func https() async throws {
        try await PEMFiles.with { files in
            try await self.withHTTPProxy { plain in
                try await PythonPeer.withTLSRelay(to: plain, files) { port in
                    let identity = try TLS.Identity(certificateFile: files.server, keyFile: files.serverKey)
                    let secure = self.makeServer(tls: TLS.ServerConfiguration(identities: [identity]))
                    var proxy = try Dialer.Proxy("https://ann:p%77@localhost:\(port)")
                    var dialer = Dialer()
                    dialer.tls.roots = try .only(file: files.root)
                    dialer.proxy = .always(proxy)
                    try await withServer(secure) { [dialer] address in
                        // Whom the target's certificate may come from says nothing about the proxy's.
                        let error = await #expect(throws: WebSocket.Error.self) {
                            try await dialer.dial("wss://\(address)/echo")
                        }
                        #expect(error?.code == .tlsFailed)
                        #expect(
                            error?.message.hasPrefix(
                                "Could not connect to the proxy https://localhost:\(port) by TLS. "
                            ) == true
                        )
                    }
                    proxy.tls.roots = try .only(file: files.root)
                    dialer.proxy = .always(proxy)
                    try await withServer(secure) { [dialer] address in
                        try await self.echo(dialer, "wss://\(address)/echo")
                    }
                    try await withServer(self.makeServer()) { [dialer] address in
                        try await self.echo(dialer, "ws://\(address)/echo")
                    }
                }
            }
        }
    }

    @Test("wrong credentials, none, and a target that is not there are told apart")
    func refusals() async throws {
        let nobody = try await withRawServer { _ in
        } _: {
            $0
        }
        @Sendable func fails(_ proxy: String, _ why: String, isTransient: Bool = false) async throws {
            let dialer = try self.dialer(by: proxy)
            let url = "ws://\(nobody)/"
            let error = await #expect(throws: WebSocket.Error.self) { try await dialer.dial(url) }
            #expect(error?.code == .proxyFailed)
            #expect(error?.message.contains(why) == true, "\(String(describing: error))")
            #expect(error?.isTransient == isTransient)
        }
        try await self.withHTTPProxy { port in
            try await fails("http://127.0.0.1:\(port)", "407")
            // Which tinyproxy answers when there were some.
            try await fails("http://ann:no@127.0.0.1:\(port)", "It answered with 401.")
            try await fails("http://ann:p%77@127.0.0.1:\(port)", "It answered with 500.", isTransient: true)
        }
        try await self.withSOCKSProxy { port in
            try await fails("socks5://127.0.0.1:\(port)", "It wants a user name and a password")
            try await fails("socks5://ann:no@127.0.0.1:\(port)", "It refused the user name and password.")
            try await fails("socks5://ann:p%77@127.0.0.1:\(port)", "It said: connection refused.", isTransient: true)
        }
    }

    /// Sends a line by `ws connect`, in an environment that says nothing else about proxies.
    @Sendable
    private func connect(
        _ variables: [String],
        _ arguments: [String]
    ) async throws -> (output: String, errors: String) {
        let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
        let clean = names.flatMap { ["-u", $0, "-u", $0.lowercased()] }
        let result = try await ChildProcess.run(
            "env",
            clean + variables + [Command.path, "connect"] + arguments,
            input: Array("hi\n".utf8)
        )
        return (result.output, result.errors)
    }

    @Test("the command, by option and by environment")
    func command() async throws {
        try await self.withHTTPProxy { port in
            let proxy = "http://ann:p%77@127.0.0.1:\(port)"
            try await withServer(self.makeServer()) { address in
                let url = "ws://\(address)/echo"
                let byOption = try await self.connect([], ["--proxy", proxy, url]).output
                #expect(byOption == "nothing\nhi")
                // This machine itself is reached directly.
                let direct = try await self.connect(["HTTP_PROXY=http://127.0.0.1:1"], [url]).output
                #expect(direct == "nothing\nhi")
            }
            let refusal = "The proxy http://127.0.0.1:\(port) did not connect us to "
            for (variable, url) in [("HTTP_PROXY", "ws"), ("https_proxy", "wss"), ("ALL_PROXY", "ws")] {
                let errors = try await self.connect(["\(variable)=\(proxy)"], ["\(url)://far.invalid/"]).errors
                #expect(errors.contains(refusal + "\(url)://far.invalid/."), "\(errors)")
                #expect(!errors.contains("ann"))
            }
            for exemption in [["no_proxy=invalid", "HTTP_PROXY=\(proxy)"], ["HTTPS_PROXY=\(proxy)"]] {
                let errors = try await self.connect(exemption, ["ws://far.invalid/"]).errors
                #expect(errors.contains("Could not connect to ws://far.invalid/: "), "\(errors)")
            }
            let errors = try await self.connect(["HTTP_PROXY=\(proxy)"], ["--proxy", "none", "ws://far.invalid/"])
                .errors
            #expect(errors.contains("Could not connect to ws://far.invalid/: "), "\(errors)")
        }
    }
}
