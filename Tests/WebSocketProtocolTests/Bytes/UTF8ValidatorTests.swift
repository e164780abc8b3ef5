//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WebSocketProtocol

@Suite("UTF-8, checked as it arrives, with the standard library as the oracle")
struct UTF8ValidatorTests {
    /// Values on both sides of every bound that RFC 3629 draws.
    private static let bounds: [UInt8] = [
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]

    private enum Verdict: Equatable {
        case complete
        case incomplete
        case invalid
    }

    /// What the standard library says of the bytes.
    private func oracle(_ bytes: [UInt8]) -> Verdict {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return .complete
        } catch {
            let isCut = error.kind == .truncatedScalar && error.byteOffsets.upperBound == bytes.count
            return isCut ? .incomplete : .invalid
        }
    }

    /// What the validator says of the bytes, given in these pieces.
    private func verdict(on pieces: [UInt8]...) -> Verdict {
        var validator = UTF8Validator()
        var isAccepted = true
        for piece in pieces { isAccepted = validator.validate(piece.span) }
        return validator.isComplete ? .complete : isAccepted ? .incomplete : .invalid
    }

    /// Whether the validator and the standard library agree on the bytes: alone, behind ASCII, with something behind
    /// them for the wide path to look at, and cut before the last byte.
    private func agrees(on bytes: [UInt8]) -> Bool {
        let expected = oracle(bytes)
        let last = bytes.count - 1
        let followed = verdict(on: bytes + [0x62, 0x62, 0x62, 0x62])
        return verdict(on: bytes) == expected
            && verdict(on: [0x61, 0x61, 0x61] + bytes) == expected
            && verdict(on: Array(bytes[..<last]), [bytes[last]]) == expected
            && followed == (expected == .complete ? .complete : .invalid)
    }

    @Test("Agrees on every sequence of one and of two bytes")
    func oneAndTwoBytes() {
        for first in UInt8.min...(.max) {
            #expect(agrees(on: [first]), "\(first)")
            let disagreements = (UInt8.min...(.max)).filter { !agrees(on: [first, $0]) }
            #expect(disagreements == [], "\(first)")
        }
    }

    @Test("Agrees on every sequence of three and of four bytes that lie on a bound", arguments: bounds)
    func threeAndFourBytes(first: UInt8) {
        for second in Self.bounds {
            for third in Self.bounds {
                let isAgreed = agrees(on: [first, second, third])
                #expect(isAgreed, "\([first, second, third])")
                // Behind anything but the lead of a character of four bytes there is a character of its own.
                guard first >= 0xF0 else { continue }
                let disagreements = Self.bounds.filter { !agrees(on: [first, second, third, $0]) }
                #expect(disagreements == [], "\([first, second, third])")
            }
        }
    }

    @Test("Accepts every character there is, and no surrogate")
    func everyScalar() {
        var all: [UInt8] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            UTF8.encode(scalar) { all.append($0) }
        }
        var validator = UTF8Validator()
        let isAccepted = validator.validate(all.span)
        #expect(isAccepted && validator.isComplete)
        for high in UInt8(0xA0)...0xBF {
            var surrogate = UTF8Validator()
            let isAccepted = surrogate.validate([0xED, high].span)
            #expect(!isAccepted)
        }
    }

    @Test(
        "Agrees on random text, damaged at random, in random pieces",
        arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64]
    )
    func randomText(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [Character] = ["a", "b", " ", "é", "ß", "д", "ω", "漢", "字", "€", "😀", "🏴", "\u{10FFFF}", "\0"]
        for _ in 0..<400 {
            let count = Int.random(in: 0...60, using: &random)
            let text = String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
            var bytes = Array(text.utf8)
            if Bool.random(using: &random), !bytes.isEmpty {
                let index = Int.random(in: bytes.indices, using: &random)
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            var validator = UTF8Validator()
            for piece in random.cut(bytes, pieces: 4) {
                _ = validator.validate(piece.span)
            }
            #expect(validator.isComplete == (oracle(bytes) == .complete), "seed \(seed): \(bytes)")
        }
    }

    @Test("Finds one bad byte at every place of a long ASCII text", arguments: 0...70)
    func badByteInASCII(index: Int) {
        var bytes = [UInt8](repeating: 0x61, count: 71)
        bytes[index] = 0xFF
        var upToIt = UTF8Validator()
        let isAcceptedUpToIt = upToIt.validate(bytes.span.extracting(first: index))
        #expect(isAcceptedUpToIt)
        var whole = UTF8Validator()
        let isAccepted = whole.validate(bytes.span)
        #expect(!isAccepted)
    }

    @Test("Stays failed")
    func staysFailed() {
        var validator = UTF8Validator()
        for byte: UInt8 in [0xC0, 0x61, 0x80] {
            let isAccepted = validator.validate([byte].span)
            #expect(!isAccepted && !validator.isComplete)
        }
    }
}
