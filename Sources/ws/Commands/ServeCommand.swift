//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHubRedis
import WebSockets

/// `ws serve`: runs the demo server.
struct ServeCommand: Subcommand {
    static let name = "serve"
    static let summary = "Run the demo server"
    static let usage = """
        Usage: ws serve [--host HOST] [--port PORT] [--unix PATH] [--systemd] [--loops N] [--share-port]
                        [--compression [--no-context-takeover]]
                        [--cert FILE --key FILE [--client-ca FILE]]
                        [--redis URL [--presence-lease SECONDS]]
                        [--shutdown-window SECONDS] [--shutdown-timeout SECONDS] [--verbose]

        Runs the demo server until it is interrupted. Open its address in a browser.

        At Ctrl-C and SIGTERM it stops to listen, answers the requests that it has, and closes its WebSockets with 1001, not
        all at once; at the second of them it ends.

        Options:
          --host HOST            The address or name to listen at (127.0.0.1)
          --port PORT            The port to listen at; 0 takes a free one (8080)
          --unix PATH            Listen at a Unix socket instead, or as well if a port is given; may be repeated
          --systemd              Listen at the sockets that systemd passes (LISTEN_FDS), and at no other
          --loops N              The number of event loops, each a thread (one per core)
          --share-port           Let other processes listen at the same port, if they are started with it too
          --compression          Compress messages for clients that offer it
          --no-context-takeover  With --compression: let no message refer to earlier ones, so that nothing has to be kept
          --cert FILE            Serve by TLS: a PEM file with the certificate, and those that lead to its root
          --key FILE             The certificate's private key, a PEM file
          --client-ca FILE       Ask clients for a certificate that a root in this PEM file leads to
          --redis URL            Share the chats with other processes by this Redis server: redis://HOST, rediss://HOST or
                                 redis+unix:///PATH
          --presence-lease SECONDS   With --redis: how long who is in a room stays so when their process has died (30)
          --shutdown-window SECONDS   Over how long to close the WebSockets at the end, if they are many (10)
          --shutdown-timeout SECONDS  How long to wait for requests and WebSockets to end (30)

          --verbose              Tell of every connection on the standard error, not only of what is wrong

        When it listens it prints 'Serving at http://HOST:PORT', or https, or the path, for each address.

        """

    private var host = "127.0.0.1"
    private var port: Int?
    private var unixPaths: [String] = []
    private var usesServiceManager = false
    private var configuration = HTTPServerConfiguration()
    private var logLevel = HTTPServerEvent.Level.info
    private var compresses = false
    private var hasContextTakeover = true
    private var certificate: String?
    private var key: String?
    private var clientRoots: String?
    private var redis: RedisConfiguration?
    private var presenceLease: Duration?

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        while let argument = try arguments.next() {
            switch argument {
            case .option("--host"): self.host = try arguments.value(of: "--host")
            case .option("--port"): self.port = try arguments.number(of: "--port", in: 0...65_535)
            case .option("--unix"): self.unixPaths.append(try arguments.value(of: "--unix"))
            case .option("--systemd"): self.usesServiceManager = true
            case .option("--loops"):
                self.configuration.eventLoops = try arguments.number(of: "--loops", in: 1...1024)
            case .option("--share-port"): self.configuration.sharesPort = true
            case .option("--shutdown-window"):
                self.configuration.shutdownWindow = .seconds(
                    try arguments.number(of: "--shutdown-window", in: 0...86_400)
                )
            case .option("--shutdown-timeout"):
                self.configuration.shutdownTimeout = .seconds(
                    try arguments.number(of: "--shutdown-timeout", in: 0...86_400)
                )
            case .option("--verbose"): self.logLevel = .trace
            case .option("--compression"): self.compresses = true
            case .option("--no-context-takeover"): self.hasContextTakeover = false
            case .option("--cert"): self.certificate = try arguments.value(of: "--cert")
            case .option("--key"): self.key = try arguments.value(of: "--key")
            case .option("--client-ca"): self.clientRoots = try arguments.value(of: "--client-ca")
            case .option("--presence-lease"):
                self.presenceLease = .seconds(try arguments.number(of: "--presence-lease", in: 1...86_400))
            case .option("--redis"): self.redis = try Self.redis(try arguments.value(of: "--redis"))
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand(let operand): throw .wrong("'\(operand)' is one argument too many.")
            }
        }
        guard (self.certificate == nil) == (self.key == nil), self.clientRoots == nil || self.key != nil else {
            throw .wrong("--cert and --key go together, and --client-ca with both.")
        }
        if let presenceLease {
            guard self.redis != nil else { throw .wrong("--presence-lease goes with --redis.") }
            self.redis?.presenceLease = presenceLease
        }
    }

    private static func redis(_ url: String) throws(ArgumentProblem) -> RedisConfiguration {
        do {
            return try RedisConfiguration(url)
        } catch {
            throw .wrong(error.message)
        }
    }

    private func tls() throws(TLSError) -> TLSServerConfiguration? {
        guard let certificate, let key else { return nil }
        var tls = TLSServerConfiguration(
            identities: [try TLSIdentity(certificateFile: certificate, keyFile: key)]
        )
        if let clientRoots {
            tls.clientCertificates = try .required(rootsFile: clientRoots)
        }
        return tls
    }

    private var endpoints: [ListenEndpoint] {
        if self.usesServiceManager { return ListenEndpoint.passedByServiceManager }
        let paths = self.unixPaths.map { ListenEndpoint.unix(path: $0) }
        let address = ListenEndpoint.tcp(host: self.host, port: self.port ?? 8080)
        return paths.isEmpty || self.port != nil ? [address] + paths : paths
    }

    func run() async -> ExitStatus {
        let endpoints = self.endpoints
        guard !endpoints.isEmpty else {
            StandardStream.error.writeLine(
                "ws: No service manager has passed a socket: LISTEN_FDS is not for this process."
            )
            return .failure
        }
        let demo: Demo
        do {
            var configuration = self.configuration
            configuration.tls = try self.tls()
            configuration.onEvent = { [level = self.logLevel] event in
                guard event.level >= level else { return }
                StandardStream.error.writeLine("ws: \(event)")
            }
            demo = Demo(
                configuration,
                compression: self.compresses ? Compression(hasContextTakeover: self.hasContextTakeover) : nil,
                redis: self.redis
            )
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
        let scheme = self.key == nil ? "http" : "https"
        let interruptions = Interruptions()
        let serving = Task {
            try await demo.server.run(at: endpoints) { addresses in
                for address in addresses {
                    let name = address.port == nil ? address.description : "\(scheme)://\(address)"
                    StandardStream.output.writeLine("Serving at \(name)")
                }
            }
        }
        interruptions.heed { serving.cancel() }
        defer { interruptions.cancel() }
        do {
            try await serving.value
            await demo.shutdown()
            return .success
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
    }
}
