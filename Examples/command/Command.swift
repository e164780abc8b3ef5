//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Lets pages talk to a command: each message is a line of its input, each line of its output a message.
///
/// Usage: `command PORT PROGRAM [ARGUMENT…]`
@main
struct Command {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let port = arguments.first.flatMap({ Int($0) }), arguments.count >= 2 else {
            print("Usage: command PORT PROGRAM [ARGUMENT…], such as: command 8080 bc -l")
            return
        }
        let command = Array(arguments.dropFirst())
        let server = HTTPServer()
        server.get("/") { _ in HTTPResponse(html: commandPage) }
        // Only pages of this server get in, which is what keeps the command out of the reach of all others.
        server.webSocket("/run") { socket in
            let program = try RunningProgram(command)
            defer { program.end() }
            // Isolated to the connection, as this closure is: both run in turns on its event loop.
            async let input: Void = {
                defer { program.end() }
                for try await case .text(let line) in socket {
                    try await program.write(line + "\n")
                }
            }()
            for await line in program.output {
                try await socket.send(line)
            }
            try await socket.close(reason: "the program has ended")
            try await input
        }
        try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
            print("Open http://\(address)/")
        }
    }
}
