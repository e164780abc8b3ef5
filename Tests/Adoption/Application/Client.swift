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

/// The client of the README.
func greet(_ url: String) async throws {
    try await Dialer().connect(to: url) { socket in
        try await socket.send("Hello!")
        print(try await socket.receive())
    }
}

func makeDialer() throws -> Dialer {
    var dialer = Dialer(compression: .enabled)
    dialer.tls = TLS.ClientConfiguration()
    dialer.tls.minimumVersion = TLS.Version.tls13
    dialer.tls.roots = try .only(file: "internal-root.pem")
    dialer.tls.identity = try TLS.Identity(certificateFile: "client.pem", keyFile: "client-key.pem")
    dialer.proxy = .always(try Dialer.Proxy("socks5://user:password@proxy.example:1080"))
    dialer.subprotocols = ["chat.v2"]
    dialer.headers = ["Authorization": "Bearer token"]
    dialer.cookieJar = HTTP.CookieJar()
    dialer.configuration.pingInterval = .seconds(10)
    dialer.trace = { (step: Dialer.Step) in print(step) }
    return dialer
}

/// A connection that is the caller's to close.
func dialOnce(_ url: String) async throws -> String {
    let socket: WebSocket = try await makeDialer().dial(url)
    defer { Task { await socket.closeNow() } }
    try await socket.close(code: CloseCode.goingAway, reason: "done")
    return await socket.closeReason
}

/// Connects again after each loss.
func follow(_ url: String) async throws {
    for try await socket in try makeDialer().connections(to: url) {
        do {
            for try await message in socket { print(message) }
        } catch let error as WebSocket.Error {
            report(error)
        }
    }
}

func report(_ error: WebSocket.Error) {
    switch error.code {
    case .closedByPeer: print("closed with", error.closeCode?.rawValue ?? 0)
    case .connectionLost: print("the connection broke")
    case .handshakeFailed: print("refused with", error.response?.status ?? HTTP.Status.badRequest)
    default: print(error.message, error.isTransient)
    }
}

func reportFailure(of url: String) async {
    do {
        try await greet(url)
    } catch let error as WebSocket.Error {
        report(error)
    } catch let error as TLS.Error {
        print("certificate:", error)
    } catch {
        print(error)
    }
}
