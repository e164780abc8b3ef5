//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite("Opcodes")
struct OpcodeTests {
    @Test("Ten opcodes are reserved, and half of all are control")
    func classes() {
        let all = (UInt8(0)...15).map(WebSocketOpcode.init(rawValue:))
        #expect(all.filter(\.isReserved).map(\.rawValue) == [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
        #expect(all.filter(\.isControl).map(\.rawValue) == Array(8...15))
    }

    @Test("Only four bits count")
    func fourBits() {
        #expect(WebSocketOpcode(rawValue: 0xF1) == .text)
    }

    @Test("An opcode says its name, or its number if it has none")
    func descriptions() {
        let known: [WebSocketOpcode] = [.continuation, .text, .binary, .close, .ping, .pong]
        #expect(known.map(\.description) == ["continuation", "text", "binary", "close", "ping", "pong"])
        #expect(WebSocketOpcode(rawValue: 11).description == "reserved opcode 11")
    }

    @Test("A kind of message has the opcode of its first frame")
    func kinds() {
        #expect(MessageKind.text.opcode == .text)
        #expect(MessageKind.binary.opcode == .binary)
    }
}
