//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("Violations")
struct ViolationTests {
    private let limits = WebSocketMachine.Limits(maxMessageSize: 1000, maxFragments: 4)

    /// Events that a valid beginning brings forth are not of interest here.
    private func violations(in transcript: Transcript) -> [ProtocolViolation] {
        transcript.events.compactMap { event in
            guard case .violation(let violation) = event else { return nil }
            return violation
        }
    }

    @Test("Each is found, by both roles, however the bytes are cut", arguments: Violation.all, Feeding.allCases)
    func isFound(violation: Violation, feeding: Feeding) throws {
        for role in WebSocketRole.allCases where violation.reader ?? role == role {
            let wire = violation.frames(role.peer)
            let found = try transcript(of: wire, fed: feeding, to: role, limits: limits)
            #expect(violations(in: found) == [violation.violation], "\(role)")
        }
    }

    @Test("Each is found at the first byte that shows it", arguments: Violation.all)
    func isFoundEarly(violation: Violation) throws {
        for role in WebSocketRole.allCases where violation.reader ?? role == role {
            let wire = violation.frames(role.peer)
            let found = try transcript(of: wire, fed: .byteByByte, to: role, limits: limits)
            #expect(found.fedAtLastEvent == violation.noticedAfter?(role.peer) ?? wire.count, "\(role)")
        }
    }

    @Test("Nothing is looked at after one", arguments: Violation.all, [Feeding.whole, .byteByByte])
    func nothingAfterwards(violation: Violation, feeding: Feeding) throws {
        for role in WebSocketRole.allCases where violation.reader ?? role == role {
            let valid = RawFrame(opcode: 1, payload: [0x61]).bytes(from: role.peer)
            let close = RawFrame(opcode: 8).bytes(from: role.peer)
            let wire = violation.frames(role.peer)
            let found = try transcript(of: wire + valid + close, fed: feeding, to: role, limits: limits)
            #expect(violations(in: found) == [violation.violation])
            #expect(found.events.last == .violation(violation.violation))
        }
    }

    @Test(
        "With compression, RSV1 is refused on continuations and control frames, and RSV2 and RSV3 everywhere",
        arguments: Feeding.allCases,
        WebSocketRole.allCases
    )
    func reservedBitsWithCompression(feeding: Feeding, role: WebSocketRole) throws {
        let first = RawFrame(opcode: 2, payload: [1], isFinal: false, reservedBits: 4)
        var inputs = [8, 9, 10].map { [RawFrame(opcode: $0, reservedBits: 4)] }
        inputs += [0, 1].map { [first, RawFrame(opcode: $0, reservedBits: 4)] }.prefix(1)
        inputs += [1, 2, 3, 5, 6, 7].map { [RawFrame(opcode: 2, reservedBits: $0)] }
        for input in inputs {
            let wire = input.flatMap { $0.bytes(from: role.peer) }
            let found = try transcript(of: wire, fed: feeding, to: role, allowsCompression: true)
            #expect(found.events == [.violation(.reservedBitSet)])
        }
    }

    @Test(
        "A compressed message may be a quarter larger than the limit before it is inflated",
        arguments: WebSocketRole.allCases
    )
    func compressedSize(role: WebSocketRole) throws {
        // The limit, a quarter, 64 bytes, and 16 for each fragment before the last.
        for (sizes, isAllowed) in [([1314], true), ([1315], false), ([1000, 330], true), ([1000, 331], false)] {
            let wire = sizes.enumerated().flatMap { index, size in
                RawFrame(
                    opcode: index == 0 ? 2 : 0,
                    payload: [UInt8](repeating: 1, count: size),
                    isFinal: index == sizes.count - 1,
                    reservedBits: index == 0 ? 4 : 0
                ).bytes(from: role.peer)
            }
            let found = try transcript(of: wire, fed: .whole, to: role, limits: limits, allowsCompression: true)
            #expect(violations(in: found) == (isAllowed ? [] : [.messageTooBig]), "\(sizes)")
        }
    }

    @Test("A message of exactly the limit passes, in one frame and in as many fragments as are allowed")
    func atTheLimit() throws {
        let payload = [UInt8](repeating: 1, count: 1000)
        let whole = RawFrame(opcode: 2, payload: payload).bytes(from: .client)
        let fragments = (0..<4).flatMap { index in
            RawFrame(
                opcode: index == 0 ? 2 : 0,
                payload: Array(payload[(index * 250)..<(index * 250 + 250)]),
                isFinal: index == 3
            ).bytes(from: .client)
        }
        for _ in 0..<2 {
            let found = try transcript(of: whole + fragments, fed: .byteByByte, to: .server, limits: limits)
            #expect(found.events == [.message(.binary, payload), .message(.binary, payload)])
        }
    }

    @Test("The limit on fragments holds for compressed messages too")
    func fragmentsOfCompressedMessages() throws {
        let payload = [UInt8](repeating: 1, count: 100)
        let first = RawFrame(opcode: 2, payload: payload, isFinal: false, reservedBits: 4).bytes(from: .client)
        let next = RawFrame(opcode: 0, payload: payload, isFinal: false).bytes(from: .client)
        let wire = first + next + next + next + next
        let found = try transcript(of: wire, fed: .whole, to: .server, limits: limits, allowsCompression: true)
        #expect(found.unfinished?.count == 400)
        #expect(found.events == [.violation(.tooManyFragments)])
    }

    @Test("A limit holds for the shortest messages too", arguments: Feeding.allCases, WebSocketRole.allCases)
    func limitOfShortMessages(feeding: Feeding, role: WebSocketRole) throws {
        let limits = WebSocketMachine.Limits(maxMessageSize: 10)
        for opcode in [1, 2] as [UInt8] {
            let allowed = RawFrame(opcode: opcode, payload: [UInt8](repeating: 0x61, count: 10))
            let tooLong = RawFrame(opcode: opcode, payload: [UInt8](repeating: 0x61, count: 11))
            let wire = allowed.bytes(from: role.peer) + tooLong.bytes(from: role.peer)
            let found = try transcript(of: wire, fed: feeding, to: role, limits: limits)
            #expect(found.events.count == 2)
            #expect(found.events.last == .violation(.messageTooBig))
        }
    }

    @Test("The largest limit holds for compressed payload without overflow")
    func hugeCompressedPayload() throws {
        let frame = RawFrame(opcode: 2, payload: [1, 2, 3], reservedBits: 4, announcedLength: 1 << 63 - 1)
        let limits = WebSocketMachine.Limits(maxMessageSize: .max, maxFragments: .max)
        let found = try transcript(
            of: frame.bytes(from: .client),
            fed: .splitAtEveryPoint,
            to: .server,
            limits: limits,
            allowsCompression: true
        )
        #expect(found.events.isEmpty)
        #expect(found.unfinished == [1, 2, 3])
    }

    @Test("A million fragments of one byte are cut at the limit", arguments: [0, 1])
    func manyFragments(payloadCount: Int) {
        let payload = [UInt8](repeating: 1, count: payloadCount)
        let fragment = RawFrame(opcode: 0, payload: payload, isFinal: false).bytes(from: .client)
        let chunk = Array(repeatElement(fragment, count: 1000).joined())
        var machine = WebSocketMachine(role: .server)
        let first = RawFrame(opcode: 2, isFinal: false).bytes(from: .client)
        let found = Transcript(of: [first] + repeatElement(chunk, count: 1000), to: &machine)
        #expect(found.events == [.violation(.tooManyFragments)])
        #expect(found.unfinished?.count ?? 0 == payloadCount * 65535)
    }

    @Test("Random bytes neither trap nor bring forth an event after the end", arguments: [21, 22, 23, 24] as [UInt64])
    func randomBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let role = Bool.random(using: &random) ? WebSocketRole.server : .client
            // Mostly plausible beginnings, so that more than the first byte is looked at.
            let opcode = [0x81, 0x82, 0x01, 0x00, 0x80, 0x89, 0x88, 0xC1].randomElement(using: &random) ?? 0
            let mask: UInt8 = role == .server ? 0x80 : 0
            let length = mask | ([0, 1, 5, 125, 126, 127].randomElement(using: &random) ?? 0)
            let wire = [UInt8(opcode), length] + random.bytes(count: Int.random(in: 0...40, using: &random))
            var whole = WebSocketMachine(role: role, allowsCompression: true)
            var cut = WebSocketMachine(role: role, allowsCompression: true)
            let pieces = random.cut(wire, pieces: 5)
            #expect(
                Transcript(of: [wire], to: &whole).events == Transcript(of: pieces, to: &cut).events,
                "seed \(seed)"
            )
        }
    }

    @Test("Each has a code that may be sent, and says in a sentence what is wrong", arguments: Violation.all)
    func codesAndSentences(violation: Violation) {
        #expect(violation.violation.closeCode.isAllowedOnWire)
        #expect(CloseFrame(violation.violation).code == violation.violation.closeCode)
        #expect(violation.violation.description.hasSuffix("."))
    }

    @Test("The code tells protocol errors, bad data, policy and size apart")
    func codes() {
        #expect(ProtocolViolation.unmaskedFrame.closeCode == .protocolError)
        #expect(ProtocolViolation.textNotUTF8.closeCode == .invalidFramePayloadData)
        #expect(ProtocolViolation.invalidCompressedData.closeCode == .invalidFramePayloadData)
        #expect(ProtocolViolation.invalidCompressedData.description.hasSuffix("."))
        #expect(ProtocolViolation.closeReasonNotUTF8.closeCode == .invalidFramePayloadData)
        #expect(ProtocolViolation.tooManyFragments.closeCode == .policyViolation)
        #expect(ProtocolViolation.messageTooBig.closeCode == .messageTooBig)
    }

    @Test("A limit that is not positive is the caller's mistake")
    func limitRules() async {
        await #expect(processExitsWith: .failure) { _ = WebSocketMachine.Limits(maxMessageSize: 0) }
        await #expect(processExitsWith: .failure) { _ = WebSocketMachine.Limits(maxFragments: -1) }
    }
}
