//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// A request that curl has sent, and that waits for its response.
struct RunningRequest {
    private let process = Process()
    private let output = Pipe()
    private let trace = Pipe()

    /// Returns when the request has been sent.
    init(_ url: String) throws {
        self.process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        self.process.arguments = [
            "curl", "--silent", "--verbose", "--max-time", "30", "--output", "/dev/null", "--write-out", "%{http_code}",
            url,
        ]
        self.process.standardOutput = self.output
        self.process.standardError = self.trace
        try self.process.run()
        var text = Data()
        while text.firstRange(of: Data("> GET".utf8)) == nil {
            let chunk = self.trace.fileHandleForReading.availableData
            try #require(!chunk.isEmpty, "curl has not sent the request")
            text += chunk
        }
    }

    /// Waits for the status of the response.
    func status() throws -> String {
        let status = try self.output.fileHandleForReading.readToEnd() ?? Data()
        self.process.waitUntilExit()
        return String(decoding: status, as: UTF8.self)
    }
}
