//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Signals
import WebSockets

/// Shows a text file in a page, and shows it anew whenever it changes.
///
/// Usage: `filewatch FILE [PORT]`
@main
struct FileWatch {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first else {
            print("Usage: filewatch FILE [PORT]")
            return
        }
        let port = arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let server = HTTPServer()
        server.get("/") { _ in HTTP.Response(html: filePage) }
        server.webSocket("/file") { socket in
            // Nobody sends anything to us: the connection's end shows in that it is not open any more.
            let file = WatchedFile(path: path)
            while socket.isOpen {
                if let text = await file.takeChange() {
                    try await socket.send(text)
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        try await withCancellationOnSignals {
            try await server.run(at: .tcp(host: "127.0.0.1", port: port)) { address in
                print("Open http://\(address)/")
            }
        }
    }
}

/// A file that is looked at now and then.
actor WatchedFile {
    private let path: String
    private var lastChange: Date?

    init(path: String) {
        self.path = path
    }

    /// Returns the text if the file has changed since the last time, or was not looked at before.
    func takeChange() async -> String? {
        let path = self.path
        // Disks may be slow, and an event loop has others to serve.
        let found = try? await withoutBlockingEventLoop {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return (attributes[.modificationDate] as? Date, try String(contentsOfFile: path, encoding: .utf8))
        }
        guard let (change, text) = found, change != self.lastChange else { return nil }
        self.lastChange = change
        return text
    }
}
