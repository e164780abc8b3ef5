//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// Creates a server on one loop with routes for the tests.
func makeServer(_ configure: (inout HTTPServer.Configuration) -> Void = { _ in }) -> HTTPServer {
    var configuration = HTTPServer.Configuration()
    configuration.eventLoops = 1
    configure(&configuration)
    let server = HTTPServer(configuration: configuration)
    server.get("/hello") { _ in HTTP.Response(text: "Hello World") }
    server.get("/method") { request in HTTP.Response(text: request.method.rawValue) }
    server.get("/echo") { request in HTTP.Response(text: request.query ?? "") }
    server.post("/echo") { request in HTTP.Response(body: request.body) }
    server.get("/large") { _ in HTTP.Response(body: largeBody) }
    server.webSocket("/ws") { socket in
        for try await message in socket { try await socket.send(message) }
    }
    return server
}

/// A body of 5 MB whose pattern no buffer's size is a multiple of.
let largeBody = {
    // By doubling, which takes no time: the loops that ask for it first would wait.
    var body = [UInt8](0..<251)
    while body.count < 5_000_000 {
        body += body
    }
    return body
}()

/// The fields of an opening handshake in order.
let handshakeFields =
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"

/// What answers the key in ``handshakeFields``, by RFC 6455 §1.3.
let handshakeAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

/// A text frame from a client, masked with a key of zeros.
func textFrame(_ text: String) -> [UInt8] {
    [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0] + Array(text.utf8)
}
