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

/// One message as a stream.
func relay(_ socket: isolated WebSocket) async throws {
    while let reader = try await socket.nextReader() {
        let kind: MessageKind = reader.kind
        var size = 0
        for try await bytes in reader { size += bytes.count }
        let text = "a \(kind) message of \(size) bytes"
        try await socket.send(.text) { writer in try await writer.write(text) }
    }
}

func upload(_ bytes: [UInt8], to socket: WebSocket) async throws {
    try await socket.send(.binary) { writer in
        let piece: WebSocket.MessageWriter = writer
        try await piece.write(bytes)
    }
}
