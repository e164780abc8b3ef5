//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

/// An input that breaks the protocol, and by which byte it does so at the latest.
struct Violation: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let violation: ProtocolViolation
    let frames: @Sendable (WebSocketRole) -> [UInt8]

    /// After how many bytes the violation must have been noticed, or `nil` if only the last byte shows it.
    var noticedAfter: (@Sendable (WebSocketRole) -> Int)?

    /// Which role notices it, if only one does.
    var reader: WebSocketRole?

    init(
        _ description: String,
        _ violation: ProtocolViolation,
        noticedAfter: (@Sendable (WebSocketRole) -> Int)? = nil,
        reader: WebSocketRole? = nil,
        frames: @escaping @Sendable (WebSocketRole) -> [UInt8]
    ) {
        testDescription = description
        self.violation = violation
        self.noticedAfter = noticedAfter
        self.reader = reader
        self.frames = frames
    }

    /// A violation by one frame, after an optional valid beginning.
    init(
        _ description: String,
        _ violation: ProtocolViolation,
        noticedAfter: Int? = nil,
        after beginning: [RawFrame] = [],
        _ frame: RawFrame
    ) {
        self.init(description, violation) { sender in
            (beginning + [frame]).flatMap { $0.bytes(from: sender) }
        }
        guard let noticedAfter else { return }
        self.noticedAfter = { sender in
            beginning.reduce(noticedAfter) { $0 + $1.bytes(from: sender).count }
        }
    }

    static let all: [Violation] = headers + order + lengths + payloads

    private static let headers: [Violation] =
        (UInt8(1)...7).map { bits in
            Violation(
                "reserved bits \(bits)",
                .reservedBitSet,
                noticedAfter: 1,
                RawFrame(opcode: 2, payload: [1], reservedBits: bits)
            )
        }
        + [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { opcode in
            Violation(
                "opcode \(opcode)",
                .reservedOpcode(WebSocketOpcode(rawValue: opcode)),
                noticedAfter: 1,
                RawFrame(opcode: opcode, payload: [1])
            )
        }
        + [8, 9, 10].flatMap { (opcode: UInt8) -> [Violation] in
            let long = [UInt8](repeating: 0, count: 126)
            return [
                Violation(
                    "a fragment of control frame \(opcode)",
                    .fragmentedControlFrame,
                    noticedAfter: 1,
                    RawFrame(opcode: opcode, isFinal: false)
                ),
                Violation(
                    "control frame \(opcode) of 126 bytes",
                    .controlFrameTooLong,
                    noticedAfter: 2,
                    RawFrame(opcode: opcode, payload: long)
                ),
                Violation(
                    "control frame \(opcode) with a 64-bit length",
                    .controlFrameTooLong,
                    noticedAfter: 2,
                    RawFrame(opcode: opcode, lengthSize: 8)
                ),
                Violation(
                    "RSV1 on control frame \(opcode)",
                    .reservedBitSet,
                    noticedAfter: 1,
                    RawFrame(opcode: opcode, reservedBits: 4)
                ),
            ]
        }
        + [
            Violation("no mask from a client", .unmaskedFrame, noticedAfter: { _ in 2 }, reader: .server) { _ in
                RawFrame(opcode: 1, payload: [0x61]).bytes(from: .server)
            },
            Violation("a mask from a server", .maskedFrame, noticedAfter: { _ in 2 }, reader: .client) { _ in
                RawFrame(opcode: 1, payload: [0x61]).bytes(from: .client)
            },
        ]

    private static let order: [Violation] = [
        Violation("a continuation of nothing", .unexpectedContinuation, noticedAfter: 1, RawFrame(opcode: 0)),
        Violation(
            "a continuation after a whole message",
            .unexpectedContinuation,
            noticedAfter: 1,
            after: [RawFrame(opcode: 1, payload: [0x61])],
            RawFrame(opcode: 0, isFinal: false)
        ),
        Violation(
            "text within text",
            .interleavedMessage,
            noticedAfter: 1,
            after: [RawFrame(opcode: 1, payload: [0x61], isFinal: false)],
            RawFrame(opcode: 1, payload: [0x61])
        ),
        Violation(
            "binary within text, after a Ping",
            .interleavedMessage,
            noticedAfter: 1,
            after: [RawFrame(opcode: 1, isFinal: false), RawFrame(opcode: 9)],
            RawFrame(opcode: 2)
        ),
        Violation(
            "more fragments than the limit",
            .tooManyFragments,
            noticedAfter: 1,
            after: [RawFrame(opcode: 2, isFinal: false)]
                + [RawFrame](repeating: .init(opcode: 0, isFinal: false), count: 3),
            RawFrame(opcode: 0)
        ),
    ]

    private static let lengths: [Violation] = [
        Violation(
            "125 in 16 bits",
            .nonMinimalLength,
            noticedAfter: 4,
            RawFrame(opcode: 2, lengthSize: 2, announcedLength: 125)
        ),
        Violation("0 in 64 bits", .nonMinimalLength, noticedAfter: 10, RawFrame(opcode: 2, lengthSize: 8)),
        Violation(
            "65535 in 64 bits",
            .nonMinimalLength,
            noticedAfter: 10,
            RawFrame(opcode: 2, lengthSize: 8, announcedLength: 65535)
        ),
        Violation("2^63", .invalidLength, noticedAfter: 10, RawFrame(opcode: 2, announcedLength: 1 << 63)),
        Violation("2^64 - 1", .invalidLength, noticedAfter: 10, RawFrame(opcode: 2, announcedLength: .max)),
        Violation("2^63 - 1", .messageTooBig, noticedAfter: 10, RawFrame(opcode: 2, announcedLength: 1 << 63 - 1)),
        Violation("2^62", .messageTooBig, noticedAfter: 10, RawFrame(opcode: 2, announcedLength: 1 << 62)),
        Violation(
            "1001 bytes in one frame",
            .messageTooBig,
            noticedAfter: 4,
            RawFrame(opcode: 2, announcedLength: 1001)
        ),
        Violation(
            "1001 bytes in three fragments",
            .messageTooBig,
            noticedAfter: 2,
            after: [
                RawFrame(opcode: 2, payload: [UInt8](repeating: 1, count: 900), isFinal: false),
                RawFrame(opcode: 0, payload: [UInt8](repeating: 1, count: 100), isFinal: false),
            ],
            RawFrame(opcode: 0, payload: [1])
        ),
        Violation(
            "fragments whose lengths overflow",
            .messageTooBig,
            noticedAfter: 10,
            after: [RawFrame(opcode: 2, payload: [1], isFinal: false)],
            RawFrame(opcode: 0, announcedLength: 1 << 63 - 1)
        ),
    ]

    private static let payloads: [Violation] = [
        Violation("half a close code", .closePayloadTooShort, RawFrame(opcode: 8, payload: [0x03])),
        Violation(
            "close code 1005",
            .closeCodeNotAllowed(.noStatusReceived),
            RawFrame(opcode: 8, payload: [0x03, 0xED])
        ),
        Violation(
            "close code 0",
            .closeCodeNotAllowed(CloseCode(rawValue: 0)),
            RawFrame(opcode: 8, payload: [0, 0, 0x61])
        ),
        Violation("a bad close reason", .closeReasonNotUTF8, RawFrame(opcode: 8, payload: [0x03, 0xE8, 0x61, 0xFF])),
        Violation("a cut close reason", .closeReasonNotUTF8, RawFrame(opcode: 8, payload: [0x03, 0xE8, 0xE6, 0xBC])),
        badText("a bad byte", [0x61, 0x62, 0xFF], of: 900),
        badText("an overlong form", [0xC0], of: 900),
        badText("an overlong form of three bytes", [0x61, 0xE0, 0x9F], of: 10),
        badText("a surrogate", [0xED, 0xA0], of: 10),
        badText("a character above U+10FFFF", [0xF4, 0x90], of: 10),
        Violation("a cut character", .textNotUTF8, RawFrame(opcode: 1, payload: [0x61, 0xF0, 0x9F, 0x98])),
        Violation(
            "a character cut by the end of the last fragment",
            .textNotUTF8,
            after: [RawFrame(opcode: 1, payload: [0xF0, 0x9F], isFinal: false)],
            RawFrame(opcode: 0, payload: [0x98])
        ),
        Violation(
            "a character cut by an empty last fragment",
            .textNotUTF8,
            after: [RawFrame(opcode: 1, payload: [0xF0, 0x9F], isFinal: false)],
            RawFrame(opcode: 0)
        ),
        Violation(
            "a bad byte across fragments",
            .textNotUTF8,
            after: [RawFrame(opcode: 1, payload: [0xF4], isFinal: false), RawFrame(opcode: 9, payload: [0x80])],
            RawFrame(opcode: 0, payload: [0x90])
        ),
    ]

    /// Text of which only the beginning arrives, the last byte of it being wrong.
    private static func badText(_ description: String, _ beginning: [UInt8], of length: UInt64) -> Violation {
        Violation(description, .textNotUTF8, RawFrame(opcode: 1, payload: beginning, announcedLength: length))
    }
}
