//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// `ws serve`: runs the demo server.
struct ServeCommand: Subcommand {
    static let name = "serve"
    static let summary = "Run the demo server"
    static let usage = """
        Usage: ws serve [--host HOST] [--port PORT] [--loops N] [--share-port]
                        [--compression [--no-context-takeover]]
                        [--cert FILE --key FILE [--client-ca FILE]]

        Runs the demo server until it is interrupted. Open its address in a browser.

        Options:
          --host HOST            The address or name to listen at (127.0.0.1)
          --port PORT            The port to listen at; 0 takes a free one (8080)
          --loops N              The number of event loops, each a thread (one per core)
          --share-port           Let other processes listen at the same port, if they are started with it too
          --compression          Compress messages for clients that offer it
          --no-context-takeover  With --compression: let no message refer to earlier ones, so that nothing has to be kept
          --cert FILE            Serve by TLS: a PEM file with the certificate, and those that lead to its root
          --key FILE             The certificate's private key, a PEM file
          --client-ca FILE       Ask clients for a certificate that a root in this PEM file leads to

        When it listens it prints 'Serving at http://HOST:PORT', or https.

        """

    private var host = "127.0.0.1"
    private var port = 8080
    private var loops: Int?
    private var sharesPort = false
    private var compresses = false
    private var hasContextTakeover = true
    private var certificate: String?
    private var key: String?
    private var clientRoots: String?

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        while let argument = try arguments.next() {
            switch argument {
            case .option("--host"): self.host = try arguments.value(of: "--host")
            case .option("--port"): self.port = try arguments.number(of: "--port", in: 0...65_535)
            case .option("--loops"): self.loops = try arguments.number(of: "--loops", in: 1...1024)
            case .option("--share-port"): self.sharesPort = true
            case .option("--compression"): self.compresses = true
            case .option("--no-context-takeover"): self.hasContextTakeover = false
            case .option("--cert"): self.certificate = try arguments.value(of: "--cert")
            case .option("--key"): self.key = try arguments.value(of: "--key")
            case .option("--client-ca"): self.clientRoots = try arguments.value(of: "--client-ca")
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand(let operand): throw .wrong("'\(operand)' is one argument too many.")
            }
        }
        guard (self.certificate == nil) == (self.key == nil), self.clientRoots == nil || self.key != nil else {
            throw .wrong("--cert and --key go together, and --client-ca with both.")
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

    func run() async -> ExitStatus {
        let server: HTTPServer
        do {
            server = HTTPServer(
                demoOn: self.loops,
                sharesPort: self.sharesPort,
                compression: self.compresses ? Compression(hasContextTakeover: self.hasContextTakeover) : nil,
                tls: try self.tls()
            )
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
        let scheme = self.key == nil ? "http" : "https"
        let address = SocketAddress.tcp(host: self.host, port: self.port)
        let interruptions = Interruptions()
        let serving = Task {
            try await server.run(at: address) { StandardStream.output.writeLine("Serving at \(scheme)://\($0)") }
        }
        interruptions.heed { serving.cancel() }
        defer { interruptions.cancel() }
        do {
            try await serving.value
            return .success
        } catch {
            StandardStream.error.writeLine("ws: \(error)")
            return .failure
        }
    }
}
