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

struct HandshakeLines: HeaderFields {
    var lines: [(name: String, value: String)]

    func values(of name: String) -> [String] {
        lines.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

func accept(_ fields: HandshakeLines) throws -> [HandshakeField] {
    let request = try OpeningRequest(method: "GET", majorVersion: 1, minorVersion: 1, fields: fields)
    let subprotocol = SubprotocolPreference.server.choose(from: request.subprotocols, supported: ["chat"])
    return try request.acceptFields(subprotocol: subprotocol)
}

/// An echo server on a transport of its own.
struct Echo: ~Copyable {
    private var machine = WebSocketMachine(role: .server)
    private var message: [UInt8] = []
    /// What is to be sent.
    var output: [UInt8] = []

    /// Takes what has arrived, which is unmasked in place.
    mutating func receive(_ bytes: inout [UInt8]) {
        var position = 0
        while true {
            var span = bytes.mutableSpan
            switch machine.receive(&span, from: &position) {
            case .needsMoreBytes:
                return
            case .data(let part):
                message += bytes[part.payload]
                if part.isLast {
                    send(part.kind.opcode, message)
                    message = []
                }
            case .ping:
                send(.pong, copyOfControlPayload)
            case .pong:
                break
            case .close(let frame):
                close(frame.reply)
            case .violation(let violation):
                close(CloseFrame(violation))
            }
        }
    }

    private var copyOfControlPayload: [UInt8] {
        let payload = machine.controlPayload
        return [UInt8](capacity: payload.count) { copy in
            for index in payload.indices { copy.append(payload[index]) }
        }
    }

    private mutating func send(_ opcode: WebSocketOpcode, _ payload: [UInt8]) {
        guard machine.canSendData else { return }
        let size = FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: false)
        output += [UInt8](capacity: size) { FrameEncoder.append(opcode, payload: payload.span, to: &$0) }
    }

    private mutating func close(_ frame: CloseFrame) {
        guard machine.sendClose(frame) else { return }
        let size = FrameEncoder.encodedSize(payloadCount: frame.payloadCount, isMasked: false)
        output += [UInt8](capacity: size) { FrameEncoder.append(frame, to: &$0) }
    }
}
