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

        Runs the demo server until it is interrupted. Open its address in a browser.

        Options:
          --host HOST            The address or name to listen at (127.0.0.1)
          --port PORT            The port to listen at; 0 takes a free one (8080)
          --loops N              The number of event loops, each a thread (one per core)
          --share-port           Let other processes listen at the same port, if they are started with it too
          --compression          Compress messages for clients that offer it
          --no-context-takeover  With --compression: let no message refer to earlier ones, so that nothing has to be kept

        When it listens it prints 'Serving at http://HOST:PORT'.

        """

    private var host = "127.0.0.1"
    private var port = 8080
    private var loops: Int?
    private var sharesPort = false
    private var compresses = false
    private var hasContextTakeover = true

    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem) {
        while let argument = try arguments.next() {
            switch argument {
            case .option("--host"): self.host = try arguments.value(of: "--host")
            case .option("--port"): self.port = try arguments.number(of: "--port", in: 0...65_535)
            case .option("--loops"): self.loops = try arguments.number(of: "--loops", in: 1...1024)
            case .option("--share-port"): self.sharesPort = true
            case .option("--compression"): self.compresses = true
            case .option("--no-context-takeover"): self.hasContextTakeover = false
            case .option(let name): throw .wrong("There is no option '\(name)'.")
            case .operand(let operand): throw .wrong("'\(operand)' is one argument too many.")
            }
        }
    }

    func run() async -> ExitStatus {
        let server = HTTPServer(
            demoOn: self.loops,
            sharesPort: self.sharesPort,
            compression: self.compresses ? Compression(hasContextTakeover: self.hasContextTakeover) : nil
        )
        let address = SocketAddress.tcp(host: self.host, port: self.port)
        let interruptions = Interruptions()
        let serving = Task {
            try await server.run(at: address) { StandardStream.output.writeLine("Serving at http://\($0)") }
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
