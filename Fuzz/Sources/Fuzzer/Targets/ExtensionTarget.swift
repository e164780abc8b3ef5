//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// Lines of `Sec-WebSocket-Extensions`: what is read can be written and reads the same, and what is accepted is an answer
/// that a client takes.
enum ExtensionTarget: FuzzTarget {
    static let name = "extensions"

    static func run(_ input: FuzzInput) {
        let lines = input.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let offers = try? ExtensionHeader.parse(lines) else { return }
        do {
            let written = try ExtensionHeader.serialize(offers)
            let again = try ExtensionHeader.parse(written.map { [$0] } ?? [])
            check(again == offers, "\(offers) became \(again)")
        } catch {
            fatalError("what was read cannot be written: \(error)")
        }
        let preferences = DeflatePreferences()
        guard let accepted = preferences.accept(offers) else { return }
        for role in [WebSocketRole.client, .server] {
            check(DeflateParameters.windowBits.contains(accepted.parameters.maxWindowBits(role)), "a window of no size")
        }
        check((try? ExtensionHeader.serialize([accepted.answer])) != nil, "an answer that cannot be written")
    }
}
