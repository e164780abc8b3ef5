//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Sends every message back, in either lane: what the Autobahn Testsuite wants of a server.
///
/// Usage: `autobahn-server [PORT [CERTIFICATE KEY]]`
@main
struct AutobahnServer {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let port = arguments.first.flatMap { Int($0) } ?? 9001
        var serverConfiguration = HTTPServer.Configuration()
        if arguments.count == 3 {
            let identity = try TLS.Identity(certificateFile: arguments[2], keyFile: arguments[3])
            serverConfiguration.tls = TLS.ServerConfiguration(identities: [identity])
        }
        let scheme = serverConfiguration.tls == nil ? "ws" : "wss"
        var configuration = WebSocket.Configuration()
        // The suite's largest messages have 16 MiB, or 65,536 fragments and empty ones besides. The defaults refuse those,
        // as strangers should be refused them.
        configuration.maxMessageSize = 32 << 20
        configuration.maxFragments = 1 << 20
        let upgrader = Upgrader(compression: .enabled, configuration: configuration)
        let server = HTTPServer(configuration: serverConfiguration)
        server.webSocket("/async", upgrader: upgrader) { socket in
            for try await message in socket {
                try await socket.send(message)
            }
        }
        server.webSocket("/fast", upgrader: upgrader) { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
            print("Echoing at \(scheme)://\(address)")
        }
    }
}
