//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("Receiving messages and control frames")
struct ReceivingTests {
    private let hello = Array("Hello".utf8)

    @Test("Reads the examples of RFC 6455 §5.7", arguments: Feeding.allCases)
    func examples(feeding: Feeding) throws {
        let unmasked: [UInt8] = [
            0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F,
            0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F,
            0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F,
        ]
        let masked: [UInt8] = [
            0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
            0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
        ]
        #expect(
            try transcript(of: unmasked, fed: feeding, to: .client).events
                == [.message(.text, hello), .message(.text, hello), .ping(hello)]
        )
        #expect(
            try transcript(of: masked, fed: feeding, to: .server).events == [.message(.text, hello), .pong(hello)]
        )
        let small = [UInt8](repeating: 7, count: 256)
        #expect(
            try transcript(of: [0x82, 0x7E, 0x01, 0x00] + small, fed: feeding, to: .client).events
                == [.message(.binary, small)]
        )
    }

    @Test("Reads 64 KiB whole and byte by byte", arguments: [Feeding.whole, .byteByByte], WebSocketRole.allCases)
    func large(feeding: Feeding, role: WebSocketRole) throws {
        let payload = [UInt8](repeating: 7, count: 65536)
        let wire = RawFrame(opcode: 2, payload: payload).bytes(from: role.peer)
        #expect(try transcript(of: wire, fed: feeding, to: role).events == [.message(.binary, payload)])
    }

    @Test("A whole frame is one part, first and last", arguments: WebSocketRole.allCases)
    func wholeFrame(role: WebSocketRole) {
        var machine = WebSocketMachine(role: role)
        var wire = RawFrame(opcode: 1, payload: hello).bytes(from: role.peer)
        let start = wire.count - hello.count
        var position = 0
        var span = wire.mutableSpan
        let part = WebSocketMachine.DataPart(
            kind: .text,
            payload: start..<(start + 5),
            isFirst: true,
            isLast: true
        )
        #expect(machine.receive(&span, from: &position) == .data(part))
        #expect(machine.receive(&span, from: &position) == .needsMoreBytes)
    }

    @Test("What a connection keeps while nothing comes takes at most 128 bytes")
    func size() {
        #expect(MemoryLayout<WebSocketMachine>.size <= 128)
    }

    @Test("What is there of a payload is handed out at once")
    func partsAsTheyCome() {
        var machine = WebSocketMachine(role: .client)
        func receive(_ bytes: [UInt8]) -> WebSocketMachine.Received {
            var bytes = bytes
            var span = bytes.mutableSpan
            var position = 0
            return machine.receive(&span, from: &position)
        }
        func part(_ range: Range<Int>, isFirst: Bool = false, isLast: Bool = false) -> WebSocketMachine.Received {
            .data(.init(kind: .binary, payload: range, isFirst: isFirst, isLast: isLast))
        }
        #expect(receive([0x82, 0x04]) == .needsMoreBytes)
        #expect(receive([1]) == part(0..<1, isFirst: true))
        #expect(receive([2, 3]) == part(0..<2))
        #expect(receive([]) == .needsMoreBytes)
        #expect(receive([4]) == part(0..<1, isLast: true))
    }

    @Test("An empty message is one part", arguments: Feeding.allCases, WebSocketRole.allCases)
    func emptyMessages(feeding: Feeding, role: WebSocketRole) throws {
        let wire = [
            RawFrame(opcode: 1),
            RawFrame(opcode: 2, isFinal: false), RawFrame(opcode: 0, isFinal: false), RawFrame(opcode: 0),
        ].flatMap { $0.bytes(from: role.peer) }
        #expect(
            try transcript(of: wire, fed: feeding, to: role).events == [.message(.text, []), .message(.binary, [])]
        )
    }

    @Test("Empty fragments add nothing", arguments: Feeding.allCases, WebSocketRole.allCases)
    func emptyFragments(feeding: Feeding, role: WebSocketRole) throws {
        let wire = [
            RawFrame(opcode: 1, isFinal: false), RawFrame(opcode: 0, payload: [0x61], isFinal: false),
            RawFrame(opcode: 0, isFinal: false), RawFrame(opcode: 0, payload: [0x62], isFinal: false),
            RawFrame(opcode: 0),
        ].flatMap { $0.bytes(from: role.peer) }
        #expect(try transcript(of: wire, fed: feeding, to: role).events == [.message(.text, [0x61, 0x62])])
    }

    @Test("Control frames come between fragments", arguments: Feeding.allCases, WebSocketRole.allCases)
    func controlBetweenFragments(feeding: Feeding, role: WebSocketRole) throws {
        let wire = [
            RawFrame(opcode: 1, payload: [0xE6, 0xBC], isFinal: false), RawFrame(opcode: 9, payload: hello),
            RawFrame(opcode: 0, payload: [0xA2], isFinal: false), RawFrame(opcode: 10),
            RawFrame(opcode: 0, payload: [0x61]),
        ].flatMap { $0.bytes(from: role.peer) }
        #expect(
            try transcript(of: wire, fed: feeding, to: role).events
                == [.ping(hello), .pong([]), .message(.text, [0xE6, 0xBC, 0xA2, 0x61])]
        )
    }

    @Test("The largest control frames arrive however they are cut", arguments: Feeding.allCases, WebSocketRole.allCases)
    func largestControlFrames(feeding: Feeding, role: WebSocketRole) throws {
        let payload = (0..<125).map { UInt8($0) }
        let wire = [RawFrame(opcode: 9, payload: payload), RawFrame(opcode: 10, payload: payload.reversed())]
            .flatMap { $0.bytes(from: role.peer) }
        #expect(
            try transcript(of: wire, fed: feeding, to: role).events == [.ping(payload), .pong(payload.reversed())]
        )
    }

    @Test(
        "A compressed message is marked, and its bytes are left alone",
        arguments: Feeding.allCases,
        WebSocketRole.allCases
    )
    func compressed(feeding: Feeding, role: WebSocketRole) throws {
        let wire = [
            RawFrame(opcode: 1, payload: [0xFF, 0xC0], isFinal: false, reservedBits: 4),
            RawFrame(opcode: 0, payload: [0x80]), RawFrame(opcode: 1, payload: hello),
            RawFrame(opcode: 2, reservedBits: 4),
        ].flatMap { $0.bytes(from: role.peer) }
        #expect(
            try transcript(of: wire, fed: feeding, to: role, allowsCompression: true).events
                == [
                    .message(.text, [0xFF, 0xC0, 0x80], isCompressed: true), .message(.text, hello),
                    .message(.binary, [], isCompressed: true),
                ]
        )
    }

    @Test("A position outside of the bytes is the caller's mistake")
    func position() async {
        await #expect(processExitsWith: .failure) {
            var machine = WebSocketMachine(role: .client)
            var bytes: [UInt8] = [1]
            var span = bytes.mutableSpan
            var position = 2
            _ = machine.receive(&span, from: &position)
        }
    }
}
