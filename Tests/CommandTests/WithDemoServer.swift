//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// Runs `ws serve` on a free port for the time of `body`.
///
/// - Parameters:
///   - options: Further options.
///   - body: Gets the process and the address that it prints, without a scheme.
/// - Throws: What `body` throws.
func withDemoServer(
    _ options: [String] = [],
    _ body: (CommandProcess, String) async throws -> Void
) async throws {
    let command = try CommandProcess(["serve", "--port", "0", "--loops", "2"] + options)
    defer { command.kill() }
    let line = try #require(await command.output.next())
    let prefix = options.contains("--cert") ? "Serving at https://" : "Serving at http://"
    try #require(line.hasPrefix(prefix))
    try await body(command, String(line.dropFirst(prefix.count)))
}
