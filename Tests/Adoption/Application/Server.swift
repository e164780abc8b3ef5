//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import Core
import HTTP1
import HTTP2
import NeighbourTypes
import Networking
import Proxies
import Soak
import TLS
import TestSupport
import Transport
import WebSocketHub
import WebSocketHubRedis
import WebSocketProtocol
import WebSockets

/// A server with routes, TLS, limits and WebSockets.
func makeServer(_ topics: Topics) throws -> HTTPServer {
    var configuration = HTTPServer.Configuration()
    configuration.tls = TLS.ServerConfiguration(identities: [
        try TLS.Identity(certificateFile: "server.pem", keyFile: "server-key.pem")
    ])
    configuration.allowedHosts = try HTTPServer.AllowedHosts(["chat.example.com"])
    configuration.trustedProxies = try HTTPServer.TrustedProxies(["10.0.0.0/8"], telling: .xForwarded)
    configuration.admission.maxConnections = 15_000
    configuration.webSocket.messageRate = WebSocket.RateLimit(perSecond: 20, burst: 200)
    configuration.webSocket.slowConsumerPolicy = .drop
    configuration.onEvent = { event in print(event.message) }

    let server = HTTPServer(configuration: configuration)
    server.get("/hello") { _ in HTTP.Response(text: "Hello World") }
    server.get("/") { _ in HTTP.Response(html: "<p>Hello</p>") }
    server.post("/messages") { request in try respond(to: request) }
    server.webSocket("/echo") { socket in
        for try await message in socket {
            try await socket.send(message)
        }
    }
    server.webSocket("/fast") { socket in
        try await socket.forEachMessage { message, socket in
            _ = try socket.enqueue(message)
        }
    }
    addRooms(to: server)
    topics.addRoutes(to: server)
    server.metrics(at: "/metrics", of: server)
    return server
}

func respond(to request: HTTP.Request) throws -> HTTP.Response {
    let method: HTTP.Method = request.method
    let fields: HTTP.Fields = request.headers
    guard method == .post, fields["Content-Type"] == "text/plain" else {
        throw HTTP.Error(HTTP.Status.unsupportedMediaType)
    }
    var response = HTTP.Response(status: .ok, headers: ["Content-Type": "text/plain"], body: request.body)
    response.headers["Cache-Control"] = "no-store"
    return response
}

/// Routes that look at the request.
func addRooms(to server: HTTPServer) {
    var upgrader = Upgrader(subprotocols: ["chat.v2"], compression: .enabled)
    upgrader.checkOrigin = Upgrader.OriginCheck.origins("https://*.example.com")
    let roomUpgrader = upgrader
    server.get("/rooms/{room}") { request in
        let room = request.parameters["room"] ?? ""
        return try roomUpgrader.upgrade(request) { socket in
            try await socket.send("Welcome to \(room).")
        }
    }
}

/// Where several addresses are listened at.
func listen(_ server: HTTPServer) async throws {
    try await server.run(at: [.tcp(host: "::", port: 80), .unix(path: "/run/chat.sock")]) { addresses in
        let ports = addresses.map { (address: NetworkAddress) in address.port ?? 0 }
        print(ports)
    }
    try await server.run(at: ListenEndpoint.passedByServiceManager)
}
