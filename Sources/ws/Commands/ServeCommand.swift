//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase
import WebSocketHub
import WebSocketHubRedis
import WebSockets

/// `ws serve`: runs the demo server.
struct ServeCommand: Subcommand {
    static let name = "serve"
    static let summary = "Run the demo server"
    static let usage = """
        Usage: ws serve [--host HOST] [--port PORT] [--unix PATH] [--systemd] [--loops N] [--share-port]
                        [--allow-host HOST]
                        [--compression [--no-context-takeover]]
                        [--cert FILE --key FILE [--client-ca FILE]]
                        [--redis URL [--presence-lease SECONDS]]
                        [--shutdown-window SECONDS] [--shutdown-timeout SECONDS] [--verbose]

        Runs the demo server until it is interrupted. Open its address in a browser.

        At Ctrl-C and SIGTERM it stops to listen, answers the requests that it has, and closes its WebSockets with 1001, not
        all at once; at the second of them it ends.

        Options:
          --host HOST            The address or name to listen at (127.0.0.1); with --unix, only if a port is given
          --port PORT            The port to listen at; 0 takes a free one (8080)
          --unix PATH            Listen at a Unix socket instead, or as well if a port is given; may be repeated
          --systemd              Listen at the sockets that systemd passes (LISTEN_FDS), and at no other
          --loops N              The number of event loops, each a thread (one per core)
          --share-port           Let other processes listen at the same port, if they are started with it too
          --allow-host HOST      Answer requests for this host, such as chat.example.com or *.example.com, and of others only
                                 for addresses and localhost; may be repeated. '*' is any host. Without it any host is
                                 allowed, unless the server listens at the loopback interface only
          --compression          Compress messages for clients that offer it
          --no-context-takeover  With --compression: let no message refer to earlier ones, so that nothing has to be kept
          --cert FILE            Serve by TLS: a PEM file with the certificate, and those that lead to its root
          --key FILE             The certificate's private key, a PEM file
          --client-ca FILE       Ask clients for a certificate that a root in this PEM file leads to
          --redis URL            Share the chats with other processes by this Redis server: redis://HOST, rediss://HOST or
                                 redis+unix:///PATH
          --presence-lease SECONDS   With --redis: how long who is in a room stays so when their process has died (30)
          --shutdown-window SECONDS   Over how long to close the WebSockets at the end, if they are many (10)
          --shutdown-timeout SECONDS  How long to wait for requests and WebSockets to end, and then for Redis to take what
                                      waits for it; a second at least for Redis (30)

          --verbose              Tell of every connection on the standard error, not only of what is wrong

        Other users of this machine can see the arguments of a process, and with them a password in the URL of --redis. What
        ws prints itself has no password, and of requests neither path nor query nor header fields.

        When it listens it prints 'Serving at http://HOST:PORT', or https, or the path, for each address.

        """

    private var host: String?
    private var port: Int?
    private var unixPaths: [String] = []
    private var usesServiceManager = false
    private var allowedHosts: [String] = []
    private var configuration = HTTPServer.Configuration()
    private var logLevel = HTTPServer.Event.Level.info
    private var compresses = false
    private var hasContextTakeover = true
    private var certificate: String?
    private var key: String?
    private var clientRoots: String?
    private var redis: RedisBackplane.Configuration?
    private var presenceLease: Duration?

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        while let argument = try arguments.next() {
            switch argument {
            case .option("--host"): self.host = try Self.host(try arguments.secret(of: "--host"))
            case .option("--port"): self.port = try arguments.number(of: "--port", in: 0...65_535)
            case .option("--unix"): self.unixPaths.append(try arguments.path(of: "--unix"))
            case .option("--systemd"): self.usesServiceManager = true
            case .option("--allow-host"): self.allowedHosts.append(try arguments.value(of: "--allow-host"))
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
            case .option("--cert"): self.certificate = try arguments.path(of: "--cert")
            case .option("--key"): self.key = try arguments.path(of: "--key")
            case .option("--client-ca"): self.clientRoots = try arguments.path(of: "--client-ca")
            case .option("--presence-lease"):
                self.presenceLease = .seconds(try arguments.number(of: "--presence-lease", in: 1...86_400))
            case .option("--redis"): self.redis = try Self.redis(try arguments.secret(of: "--redis"))
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand: throw .wrong("There is one argument too many: serve takes options only.")
            }
        }
        guard (self.certificate == nil) == (self.key == nil), self.clientRoots == nil || self.key != nil else {
            throw .wrong("--cert and --key go together, and --client-ca with both.")
        }
        try self.checkAddresses()
        guard self.compresses || self.hasContextTakeover else {
            throw .wrong("--no-context-takeover goes with --compression.")
        }
        if !self.allowedHosts.isEmpty {
            self.configuration.allowedHosts = try Self.allowedHosts(self.allowedHosts)
        }
        if let presenceLease {
            guard self.redis != nil else { throw .wrong("--presence-lease goes with --redis.") }
            self.redis?.presenceLease = presenceLease
        }
    }

    /// Checks that all options say where to listen that are given.
    private func checkAddresses() throws(ArgumentProblem) {
        guard !self.usesServiceManager || self.host == nil && self.port == nil && self.unixPaths.isEmpty else {
            throw .wrong("--systemd listens at the sockets that it is passed: give no --host, --port or --unix.")
        }
        guard !self.usesServiceManager || !self.configuration.sharesPort else {
            throw .wrong("--share-port has no effect on the sockets of --systemd.")
        }
        guard self.listensAtPort || self.host == nil else {
            throw .wrong("--host has no effect with --unix alone: give a --port to listen there as well.")
        }
        guard self.listensAtPort || !self.configuration.sharesPort else {
            throw .wrong("--share-port has no effect with --unix alone: give a --port to listen there as well.")
        }
    }

    /// Whether a TCP port is listened at, unless a service manager passes sockets.
    private var listensAtPort: Bool { self.unixPaths.isEmpty || self.port != nil }

    private static func host(_ host: Secret) throws(ArgumentProblem) -> String {
        let host = host.reveal()
        // Errors show the host, and a URL in its place may have a password.
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"/?#@".utf8.contains($0) }) else {
            throw .wrong("--host takes a name or an address.")
        }
        return host
    }

    private static func redis(_ url: Secret) throws(ArgumentProblem) -> RedisBackplane.Configuration {
        do {
            return try RedisBackplane.Configuration(url.reveal())
        } catch {
            throw .wrong(error.message)
        }
    }

    private static func allowedHosts(_ hosts: [String]) throws(ArgumentProblem) -> HTTPServer.AllowedHosts {
        guard hosts.count == 1 || !hosts.contains("*") else {
            throw .wrong("--allow-host '*' allows any host: give no other.")
        }
        do {
            return hosts.contains("*") ? .any : try HTTPServer.AllowedHosts(hosts)
        } catch {
            throw .wrong("--allow-host takes a host without a port, such as chat.example.com or *.example.com.")
        }
    }

    private func tls() throws(TLS.Error) -> TLS.ServerConfiguration? {
        guard let certificate, let key else { return nil }
        var tls = TLS.ServerConfiguration(
            identities: [try TLS.Identity(certificateFile: certificate, keyFile: key)]
        )
        if let clientRoots {
            tls.clientCertificates = try .required(rootsFile: clientRoots)
        }
        return tls
    }

    private var endpoints: [ListenEndpoint] {
        if self.usesServiceManager { return ListenEndpoint.passedByServiceManager }
        let paths = self.unixPaths.map { ListenEndpoint.unix(path: $0) }
        let address = ListenEndpoint.tcp(host: self.host ?? "127.0.0.1", port: self.port ?? 8080)
        return self.listensAtPort ? [address] + paths : paths
    }

    /// Describes an event without the topic, which is part of a request's path.
    private static func text(of event: Hub.BackplaneEvent) -> String {
        switch event {
        case .refused(let request, _, let reason): "\(request) a topic was refused: \(reason)"
        default: "\(event)"
        }
    }

    func run() async -> ExitStatus {
        let endpoints = self.endpoints
        guard !endpoints.isEmpty else {
            StandardStream.error.writeLine(
                "ws: No service manager has passed a socket: LISTEN_FDS is not for this process."
            )
            return .failure
        }
        let log = LineWriter(.error)
        let output = LineWriter(.output)
        let demo: Demo
        do {
            var configuration = self.configuration
            configuration.tls = try self.tls()
            configuration.onEvent = { [level = self.logLevel] event in
                guard event.level >= level else { return }
                log.writeLine("ws: \(event)")
                if case .hostNotAllowed(let host) = event.kind, (try? HTTPServer.AllowedHosts([host])) != nil {
                    log.writeLine("ws: To allow it, start with --allow-host \(host)")
                }
            }
            demo = Demo(
                configuration,
                compression: self.compresses ? WebSocket.Compression(hasContextTakeover: self.hasContextTakeover) : nil,
                redis: self.redis,
                onRedisEvent: { log.writeLine("ws: Redis, \($1): \(Self.text(of: $0))") }
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
                    output.writeLine("Serving at \(name)")
                }
            }
        }
        let interruption = Mutex(ContinuousClock.now)
        interruptions.heed {
            interruption.withLock { $0 = .now }
            serving.cancel()
        }
        defer {
            LineWriter.flush(output, log)
            interruptions.cancel()
        }
        do {
            try await serving.value
            let end = interruption.withLock { $0 } + self.configuration.shutdownTimeout
            await demo.shutdown(until: max(end, .now + .seconds(1)))
            return .success
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
    }
}
