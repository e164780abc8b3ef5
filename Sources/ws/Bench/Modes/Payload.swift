//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// The payloads of the messages: numbered at their beginning, and behind that always the same random bytes, or text that
/// differs from message to message, like the JSON of a list of trades: it can be compressed as such messages can.
///
/// Nothing is allocated for a message: the number of a binary message is written into the one array, which is copied
/// (and masked) when it is enqueued, and texts are made beforehand, as many as there are different numbers.
///
/// A class, as a structure would be held exclusively, which is checked, for as long as a message takes to be sent.
final class Payload {
    /// One message in so many is compared as a whole.
    private static let sampling: UInt64 = 64

    let kind: MessageKind
    let size: Int
    /// How many bytes the number takes.
    private let numberSize: Int
    private var bytes: [UInt8]
    private let texts: [String]

    /// - Parameters:
    ///   - kind: The kind of the messages.
    ///   - size: How many bytes each has.
    init(_ kind: MessageKind, size: Int) {
        self.kind = kind
        self.size = size
        var random = Xorshift()
        switch kind {
        case .binary:
            self.numberSize = min(4, size)
            self.bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
            self.texts = []
        case .text:
            // Three digits, but fewer where a thousand texts would be too large.
            let numberSize = min(size, size <= 1024 ? 3 : size <= 10_240 ? 2 : 1)
            self.numberSize = numberSize
            self.bytes = []
            let count = (0..<numberSize).reduce(1) { count, _ in count * 10 }
            self.texts = (0..<count).map { number in
                var text = Self.trades(size, &random)
                var rest = number
                for index in (0..<numberSize).reversed() {
                    text[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                return String(decoding: text, as: UTF8.self)
            }
        }
    }

    /// Sends the message of a number.
    func send(_ number: UInt64, on socket: isolated WebSocket) throws {
        switch self.kind {
        case .binary:
            Self.write(number, self.numberSize, to: &self.bytes)
            try socket.enqueue(self.bytes)
        case .text:
            try socket.enqueue(self.texts[Int(number % UInt64(self.texts.count))])
        }
    }

    /// The message of a number, by itself.
    func message(_ number: UInt64) -> WebSocket.Message {
        switch self.kind {
        case .binary:
            var bytes = self.bytes
            Self.write(number, self.numberSize, to: &bytes)
            return .binary(bytes)
        case .text:
            return .text(self.texts[Int(number % UInt64(self.texts.count))])
        }
    }

    /// Checks that a message is the one of a number.
    ///
    /// - Throws: ``WrongAnswer``.
    func check(_ message: borrowing WebSocket.MessageView, is number: UInt64) throws(WrongAnswer) {
        guard message.kind == self.kind else { throw .kind(message.kind, expected: self.kind) }
        let bytes = message.bytes
        guard bytes.count == self.size else { throw .size(bytes.count, expected: self.size) }
        switch self.kind {
        case .binary:
            for index in 0..<self.numberSize where bytes[index] != Self.byte(index, of: number) {
                throw .order
            }
        case .text:
            var rest = number
            for index in (0..<self.numberSize).reversed() {
                guard bytes[index] == UInt8(ascii: "0") + UInt8(rest % 10) else { throw .order }
                rest /= 10
            }
        }
        guard number % Self.sampling == 0 else { return }
        switch self.kind {
        case .binary:
            try self.compare(bytes, with: self.bytes)
        case .text:
            try self.compare(bytes, with: Array(self.texts[Int(number % UInt64(self.texts.count))].utf8))
        }
    }

    private func compare(_ bytes: Span<UInt8>, with expected: [UInt8]) throws(WrongAnswer) {
        for index in self.numberSize..<self.size where bytes[index] != expected[index] {
            throw .contents(at: index)
        }
    }

    private static func trades(_ size: Int, _ random: inout Xorshift) -> [UInt8] {
        let symbols = ["AAPL", "AMZN", "GOOG", "MSFT", "NVDA", "ORCL", "SAPX", "TSLA"]
        var bytes: [UInt8] = []
        while bytes.count < size {
            let symbol = symbols[Int(random.next() >> 32 % UInt64(symbols.count))]
            let price = random.next() >> 32 % 100_000
            let quantity = random.next() >> 32 % 1000
            let trade = #"{"symbol":"\#(symbol)","price":\#(price / 100).\#(price % 100),"quantity":\#(quantity)},"#
            bytes += Array(trade.utf8)
        }
        return Array(bytes[..<size])
    }

    private static func write(_ number: UInt64, _ size: Int, to bytes: inout [UInt8]) {
        for index in 0..<size {
            bytes[index] = Self.byte(index, of: number)
        }
    }

    private static func byte(_ index: Int, of number: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
    }
}

/// Random numbers that are the same in each run.
private struct Xorshift: RandomNumberGenerator {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        self.state ^= self.state << 13
        self.state ^= self.state >> 7
        self.state ^= self.state << 17
        return self.state
    }
}
