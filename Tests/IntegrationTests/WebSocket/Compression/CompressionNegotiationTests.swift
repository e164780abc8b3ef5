//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("agreeing on compression", .timeLimit(.minutes(1)))
struct CompressionNegotiationTests {
    @Test(
        "the server answers the first offer it can take, and tells what was agreed on",
        arguments: [
            ("permessage-deflate", "permessage-deflate", 15),
            ("permessage-deflate; client_max_window_bits", "permessage-deflate", 15),
            (
                "foo, permessage-deflate; what, permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=10", 10
            ),
            (
                "permessage-deflate; server_max_window_bits=9, permessage-deflate",
                "permessage-deflate; server_max_window_bits=9", 9
            ),
        ]
    )
    func server(offer: String, answer: String, windowBits: Int) async throws {
        try await withSocket(as: .server, compression: .enabled, extensions: offer) { socket, peer async throws in
            #expect(await peer.extensions == answer)
            #expect(socket.deflateParameters?.serverMaxWindowBits == windowBits)
        }
    }

    @Test(
        "the server answers nothing where it can take no offer, or was not told to compress",
        arguments: [
            ("permessage-deflate; server_max_window_bits=7", WebSocket.Compression.enabled),
            ("permessage-deflate; client_max_window_bits=16", .enabled),
            ("permessage-deflate; server_no_context_takeover; server_no_context_takeover", .enabled),
            ("x-webkit-deflate-frame", .enabled), ("permessage-deflate", nil),
        ] as [(String, WebSocket.Compression?)]
    )
    func declined(offer: String, compression: WebSocket.Compression?) async throws {
        try await withSocket(as: .server, compression: compression, extensions: offer) { socket, peer async throws in
            #expect(await peer.extensions == nil)
            #expect(socket.deflateParameters == nil)
            await peer.send(.text("a"))
            #expect(try await socket.receive() == .text("a"))
        }
    }

    @Test("the server says what it wants itself")
    func preferences() async throws {
        let compression = WebSocket.Compression(
            serverContextTakeover: false,
            clientContextTakeover: false,
            serverMaxWindowBits: 11,
            clientMaxWindowBits: 10
        )
        let offer = "permessage-deflate; client_max_window_bits"
        try await withSocket(as: .server, compression: compression, extensions: offer) {
            socket,
            peer async throws in
            let agreed = try #require(socket.deflateParameters)
            #expect(agreed.serverNoContextTakeover && agreed.clientNoContextTakeover)
            #expect(agreed.serverMaxWindowBits == 11)
            #expect(agreed.clientMaxWindowBits == 10)
            #expect(
                await peer.extensions == "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
                    + "server_max_window_bits=11; client_max_window_bits=10"
            )
        }
    }

    @Test("the client offers what it wants, and goes on without if the server does not answer")
    func client() async throws {
        try await withSocket(as: .client, compression: .enabled) { socket, peer async throws in
            #expect(await peer.extensions == "permessage-deflate; client_max_window_bits")
            #expect(socket.deflateParameters == nil)
            try await socket.send(String(repeating: "a", count: 1000))
            #expect(try await peer.receive()?.reservedBits == 0)
        }
        try await withSocket(as: .client) { _, peer async throws in
            #expect(await peer.extensions == nil)
        }
    }

    @Test(
        "an answer that the offer does not allow fails the handshake",
        arguments: [
            ("permessage-deflate", nil),
            ("permessage-deflate; unknown", .enabled), ("permessage-deflate; server_max_window_bits=16", .enabled),
            ("permessage-deflate; client_max_window_bits", .enabled),
            ("permessage-deflate, permessage-deflate", .enabled),
            (
                "permessage-deflate; client_max_window_bits=12",
                WebSocket.Compression(clientMaxWindowBits: 11)
            ),
            ("permessage-deflate", WebSocket.Compression(serverContextTakeover: false)),
            ("permessage-deflate", WebSocket.Compression(serverMaxWindowBits: 10)),
            ("x-other", .enabled),
        ] as [(String, WebSocket.Compression?)]
    )
    func refused(answer: String, compression: WebSocket.Compression?) async throws {
        await expectFailure(.handshakeFailed) {
            try await withSocket(as: .client, compression: compression, extensions: answer) { _, _ in }
        }
    }

    @Test("a route that answers by itself agrees too, beside other fields of the response")
    func upgrader() async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { request in
            try Upgrader(compression: .enabled).upgrade(request, headers: ["X-Other": "1"]) { socket in
                try await socket.send(String(repeating: "again ", count: 100))
            }
        }
        try await withServer(server) { address in
            try await Dialer(compression: .enabled).connect(to: "ws://\(address)/") { socket async throws in
                #expect(socket.deflateParameters != nil)
                #expect(try await socket.receive() == .text(String(repeating: "again ", count: 100)))
            }
        }
    }
}
