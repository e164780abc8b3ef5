//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("Close frames and codes")
struct CloseFrameTests {
    @Test("Only registered, library and private codes are allowed on the wire")
    func allowedCodes() {
        let allowed = (UInt16.min...(.max)).filter { CloseCode(rawValue: $0).isAllowedOnWire }
        #expect(allowed == Array(1000...1003) + Array(1007...1014) + Array(3000...4999))
    }

    @Test("A registered code says what it means")
    func descriptions() {
        #expect(CloseCode.goingAway.description == "1001 (going away)")
        #expect(CloseCode(rawValue: 4321).description == "4321")
        let described = (UInt16(1000)...1015).filter { CloseCode(rawValue: $0).description.contains("(") }
        #expect(described == [1000, 1001, 1002, 1003] + Array(1005...1015))
    }

    @Test(
        "Refuses to hold a code that may not be sent",
        arguments: [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535]
    )
    func refusesCode(number: Int) {
        let code = CloseCode(rawValue: UInt16(number))
        #expect(throws: CloseFrame.InvalidCloseFrame.codeNotAllowed(code)) { try CloseFrame(code: code) }
    }

    @Test("Holds a reason of 123 bytes of UTF-8, and no longer one")
    func reasonLength() throws {
        let longest = String(repeating: "é", count: 61) + "e"
        #expect(try CloseFrame(code: .normalClosure, reason: longest).payloadCount == 125)
        #expect(throws: CloseFrame.InvalidCloseFrame.reasonTooLong) {
            try CloseFrame(code: .normalClosure, reason: longest + "e")
        }
    }

    @Test("The answer has the same code and no reason")
    func reply() throws {
        #expect(try CloseFrame(code: .goingAway, reason: "bye").reply == CloseFrame(code: .goingAway))
        #expect(CloseFrame().reply == CloseFrame())
    }

    @Test("What one role writes the other reads", arguments: WebSocketRole.allCases, Feeding.allCases)
    func roundTrip(reader: WebSocketRole, feeding: Feeding) throws {
        let frames = [
            CloseFrame(),
            try CloseFrame(code: .normalClosure),
            try CloseFrame(code: CloseCode(rawValue: 4999), reason: "à bientôt 👋"),
            try CloseFrame(code: .policyViolation, reason: String(repeating: "x", count: 123)),
            CloseFrame(.textNotUTF8),
        ]
        for frame in frames {
            let key = reader == .server ? MaskingKey(0x1234_5678) : nil
            let size = FrameEncoder.encodedSize(payloadCount: frame.payloadCount, isMasked: key != nil)
            let wire = [UInt8](capacity: size) { FrameEncoder.append(frame, maskingKey: key, to: &$0) }
            #expect(wire.count == size)
            #expect(try transcript(of: wire, fed: feeding, to: reader).events == [.close(frame)])
        }
    }

    @Test("An empty Close frame is two bytes, and a code takes two more in network order")
    func bytes() throws {
        #expect([UInt8](capacity: 2) { FrameEncoder.append(CloseFrame(), to: &$0) } == [0x88, 0x00])
        let frame = try CloseFrame(code: .normalClosure, reason: "ok")
        #expect([UInt8](capacity: 9) { FrameEncoder.append(frame, to: &$0) } == [0x88, 0x04, 0x03, 0xE8, 0x6F, 0x6B])
    }
}
