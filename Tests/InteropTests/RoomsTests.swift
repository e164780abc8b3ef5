//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// The demo's chat, as people see it.
@Suite("the page with rooms", .timeLimit(.minutes(1)))
struct RoomsTests {
    @Test("two browsers talk, see who is there, and what was said before they came or came back")
    func talking() async throws {
        try await Daemon.with {
            [Command.path, "serve", "--port", "\($0)"]
        } _: { port in
            let page = "http://127.0.0.1:\(port)/rooms"
            let outcome = try await PythonPeer.letBrowsersTalk(page, page)
            #expect(outcome == "they have talked")
        }
    }
}
