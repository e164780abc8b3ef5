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

struct Price: Codable, Sendable {
    var price = 42
}

/// Sends in every form.
func sendAll(_ socket: isolated WebSocket) async throws {
    try await socket.send("text")
    try await socket.send([1, 2, 3])
    try await socket.send(json: ["price": 42])
    try await socket.send(json: Price())
    try await socket.send(WebSocket.Message.text("text"), compress: false)
    try await socket.send(.binary([1, 2, 3]), timeout: .seconds(5))
    let prepared = WebSocket.PreparedMessage("for many")
    try await socket.send(prepared)
    let result: WebSocket.EnqueueResult = try socket.enqueue("text")
    print(result)
    _ = try socket.enqueue([1, 2, 3])
    _ = try socket.enqueue(.text("text"))
    _ = try socket.enqueue(prepared)
    try socket.ping()
}

/// Receives in every form.
func receiveAll(_ socket: isolated WebSocket) async throws {
    socket.setMaxMessageSize(4096)
    let token = try await socket.receive(timeout: .seconds(5))
    guard token == .text("sesame") else { return try await socket.close(code: .policyViolation) }
    let price = try await socket.receive(json: Price.self)
    print(price)
    for try await message in socket {
        switch message {
        case .text(let text): print(text)
        case .binary(let bytes): print("\(bytes.count) bytes")
        }
    }
    socket.onPing { payload, socket in print(payload.count, socket.isOpen) }
    socket.onClose { code, reason, _ in print(code, reason) }
    let image = try await withoutBlockingEventLoop { [UInt8](repeating: 0, count: 1 << 20) }
    try await socket.send(image)
    print(socket.closeCode?.rawValue ?? 0, socket.closeReason, socket.latency ?? .zero)
}

/// Sends while the connection is open, and then closes it.
func tick(_ socket: isolated WebSocket) async throws {
    try await socket.whileOpen { socket in
        while socket.isOpen {
            try await socket.send("tick")
            try await Task.sleep(for: .seconds(1))
        }
    }
    try socket.startClosingHandshake()
    for try await answer in socket { print(answer) }
}
