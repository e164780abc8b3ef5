//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
import WebSocketProtocol

/// Messages made of the input: what one role writes, the other must read, and what is compressed must inflate to the same.
enum RoundTripTarget: FuzzTarget {
    static let name = "round-trip"

    static func run(_ input: FuzzInput) {
        let reader: WebSocketRole = input.choice & 1 == 0 ? .server : .client
        let key = MaskingKey(0x1234_5678 ^ UInt32(input.choice))
        var output: [UInt8] = []
        var expected: [FrameTranscript.Event] = []
        var deflater = Deflater(
            DeflaterSettings(
                level: 1 + Int(input.choice) % 9,
                memoryLevel: 8,
                windowBits: 9 + Int(input.choice >> 1) % 7
            )
        )
        var inflater = Inflater(windowBits: 15)
        for message in input.bytes.split(separator: 0, maxSplits: 8) {
            let payload = Array(message)
            let opcode: WebSocketOpcode = payload.count % 3 == 0 && payload.count <= 125 ? .ping : .binary
            output.append(addingCapacity: FrameEncoder.encodedSize(payloadCount: payload.count, isMasked: true)) {
                FrameEncoder.append(
                    opcode,
                    payload: payload.span,
                    maskingKey: reader == .server ? key : nil,
                    to: &$0
                )
            }
            expected.append(opcode == .ping ? .ping(payload) : .message(.binary, payload, isCompressed: false))

            var compressed: [UInt8] = []
            deflater.deflate(payload.span, into: &compressed)
            var inflated: [UInt8] = []
            var position = 0
            var work = InflateWork.unlimited
            do {
                let isWhole = try inflater.inflate(
                    compressed.span,
                    from: &position,
                    into: &inflated,
                    limit: payload.count,
                    work: &work
                )
                check(isWhole, "what we have compressed does not end")
            } catch {
                fatalError("what we have compressed does not inflate: \(error)")
            }
            check(inflated == payload, "what we have compressed inflates to something else")
        }
        var machine = WebSocketMachine(role: reader)
        let transcript = FrameTranscript(of: [output], to: &machine, maxMessageSize: 1 << 20)
        check(transcript.events == expected, "what we have written reads as \(transcript.events)")
    }
}
