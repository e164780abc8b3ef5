//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// TLS records before, during and after a handshake: as OpenSSL sends them, changed, cut, joined, duplicated, dropped, reordered.
///
/// Our session must not trap, must bound its output, and must deliver only what the peer sent, and nothing after an error.
enum TLSRecordTarget: FuzzTarget {
    static let name = "tls-records"

    static func run(_ input: FuzzInput) {
        let conversation = TLSConversation(isServer: input.choice & 1 == 0, isTLS12: input.choice & 2 != 0)
        if input.choice & 4 != 0 {
            conversation.shakeHands()
        }
        let size = input.choice & 8 == 0 ? Int.max : Int(input.choice >> 4) + 1
        var script = input.bytes[...]
        var stepCount = 0
        while stepCount < 500, let step = script.popFirst() {
            stepCount += 1
            Self.run(step, &script, conversation, inPiecesOf: size)
        }
    }

    private static func run(
        _ step: UInt8,
        _ script: inout ArraySlice<UInt8>,
        _ conversation: TLSConversation,
        inPiecesOf size: Int
    ) {
        func number() -> Int { Int(script.popFirst() ?? 0) }
        func bytes() -> [UInt8] {
            let count = number()
            defer { script = script.dropFirst(count) }
            return Array(script.prefix(count))
        }
        switch step % 16 {
        case 0, 1: conversation.deliver(conversation.takeRecord(), inPiecesOf: size)
        case 2: conversation.answer()
        case 3:
            // Changed at a place.
            var record = conversation.takeRecord()
            let (place, bits) = (number() << 8 | number(), UInt8(number()))
            if !record.isEmpty { record[place % record.count] ^= bits }
            conversation.deliver(record, inPiecesOf: size)
        case 4: _ = conversation.takeRecord()
        case 5:
            // Twice.
            let record = conversation.takeRecord()
            conversation.deliver(record + record, inPiecesOf: size)
        case 6: conversation.deliver(Array(conversation.takeRecord().prefix(number())), inPiecesOf: size)
        case 7: conversation.deliver(bytes(), inPiecesOf: size)
        case 8:
            // A record of any type and content that is not encrypted.
            let (type, content) = (UInt8(number()), bytes())
            conversation.deliver([type, 3, 3, 0, UInt8(content.count)] + content, inPiecesOf: size)
        case 9:
            // The next two in the other order.
            let first = conversation.takeRecord()
            let second = conversation.takeRecord()
            conversation.putBack(first)
            conversation.putBack(second)
        case 10: conversation.peerSends([UInt8](repeating: 7, count: 1 + number() * 64))
        case 11: conversation.peerSends(bytes())
        case 12:
            let count = number() % 64
            conversation.peerDoes { peer in for _ in 0..<count { peer.updateKeys() } }
        case 13:
            let count = number() % 64
            conversation.peerDoes { peer in for _ in 0..<count { peer.sendTicket() } }
        case 14: conversation.peerDoes { $0.renegotiate() }
        default: conversation.wait(UInt64(number()) << (UInt64(number()) % 32))
        }
    }
}
