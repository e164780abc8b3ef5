//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSHTTP1
import WebSocketProtocol

/// A response that may agree to an opening handshake.
enum OpeningResponseTarget: FuzzTarget {
    static let name = "opening-response"

    private static let handshake = {
        do {
            return try ClientHandshake(
                nonce: InlineArray(repeating: 7),
                subprotocols: ["chat.v1", "chat.v2"],
                extensions: [DeflatePreferences().offer]
            )
        } catch {
            fatalError("\(error)")
        }
    }()

    static func run(_ input: FuzzInput) {
        guard let head = HTTPHead.response(input.bytes) else { return }
        guard let agreed = try? Self.handshake.validate(status: head.status.rawValue, fields: head.fields) else {
            return
        }
        check(
            agreed.subprotocol.map { ["chat.v1", "chat.v2"].contains($0) } ?? true,
            "a subprotocol that was not offered"
        )
        check(agreed.extensions.count <= 1, "more extensions than were offered")
        for answer in agreed.extensions {
            guard let parameters = try? DeflatePreferences().check(answer) else { continue }
            for role in [WebSocketRole.client, .server] {
                check(DeflateParameters.windowBits.contains(parameters.maxWindowBits(role)), "a window of no size")
            }
        }
    }
}
