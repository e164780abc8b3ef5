//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension Benchmark {
    /// A browser's opening handshake, checked and answered by the server.
    static var handshakes: [Benchmark] {
        let fields = RequestFields(lines: [
            ("Host", "server.example.com:8080"),
            ("Connection", "Upgrade"),
            ("Pragma", "no-cache"),
            ("Cache-Control", "no-cache"),
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"),
            ("Upgrade", "websocket"),
            ("Origin", "http://server.example.com:8080"),
            ("Sec-WebSocket-Version", "13"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Accept-Language", "en-US,en;q=0.9"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"),
            ("Sec-WebSocket-Protocol", "chat.v2, chat.v1"),
        ])
        return [
            Benchmark("handshake/server") { iterations in
                var sum = 0
                for _ in 0..<iterations {
                    do {
                        let request = try OpeningRequest(
                            method: "GET",
                            majorVersion: 1,
                            minorVersion: 1,
                            fields: fields
                        )
                        sum &+= try request.acceptFields(subprotocol: "chat.v2").count
                    } catch {
                        preconditionFailure("the request is in order")
                    }
                }
                return sum
            }
        ]
    }
}
