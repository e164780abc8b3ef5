//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Signals
import WebSockets

/// Lets pages talk to a command: each message is a line of its input, each line of its output a message.
///
/// Usage: `command PORT PROGRAM [ARGUMENT…]`
@main
struct Command {
    /// The most bytes of a line: a longer message closes the connection with 1009, a longer line of output becomes several messages.
    static let maxLineSize = 64 * 1024

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let port = arguments.first.flatMap({ Int($0) }), arguments.count >= 2 else {
            print("Usage: command PORT PROGRAM [ARGUMENT…], such as: command 8080 bc -l")
            return
        }
        let command = Array(arguments.dropFirst())
        // Writing to a program that has ended is to be an error, not the end of the server.
        signal(SIGPIPE, SIG_IGN)
        var configuration = HTTPServer.Configuration()
        configuration.admission.maxConnections = 100
        configuration.shutdownWindow = .zero
        let server = HTTPServer(configuration: configuration)
        var limits = WebSocket.Configuration()
        limits.maxMessageSize = Self.maxLineSize
        // As long as less waits for a program that does not read, its client's end is seen at once. Beyond, only pings find out.
        limits.maxPendingInput = 256 * 1024
        limits.pingInterval = .seconds(5)
        limits.pongTimeout = .seconds(5)
        let upgrader = Upgrader(configuration: limits)
        server.get("/") { _ in HTTP.Response(html: commandPage) }
        // The upgrader refuses pages of other origins, and the server, which listens at the loopback interface only, requests
        // for other hosts than localhost and addresses (DNS rebinding): that keeps the command out of other pages' reach.
        server.get("/run") { request in
            try upgrader.upgrade(request) { socket in
                try await Session(socket: socket, program: RunningProgram(command)).run()
            }
        }
        // Programs must not outlive the server: it stops only when all handlers have returned.
        try await withCancellationOnSignals { [server] in
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Open http://\(address)/")
            }
        }
    }
}
