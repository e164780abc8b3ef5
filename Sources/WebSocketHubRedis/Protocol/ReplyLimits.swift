//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Refuses replies (RESP2) that are larger than any that a hub asks for, before hiredis takes memory for them.
///
/// It reads the heads only: of an array hiredis takes memory for all elements at its head, and a line without an end is searched
/// anew with all bytes that come.
struct ReplyLimits {
    /// The most bytes of a line: a status, an error, a number, or the head of a string or an array; 64 KiB.
    static let maxLineSize = 1 << 16
    /// The most elements of an array; 4,194,304, of which the pointers take 32 MiB.
    static let maxElements = 1 << 22
    /// The most bytes of a string; 512 MiB, as Redis itself has by default.
    static let maxStringSize = 512 << 20
    /// The most bytes of a whole reply; 1 GiB, which the history of one topic may take.
    static let maxReplySize = 1 << 30

    private var kind: UInt8 = 0
    private var number = 0
    private var isNegative = false
    private var lineSize = 0
    /// How many bytes of a string and its end are yet to come.
    private var rest = 0

    /// Reads bytes, however they are split.
    ///
    /// - Throws: ``RedisBackplane/Error`` if a part of a reply is too large.
    mutating func read(_ bytes: Span<UInt8>) throws(RedisBackplane.Error) {
        var index = 0
        while index < bytes.count {
            if self.rest > 0 {
                let count = min(self.rest, bytes.count - index)
                index += count
                self.rest -= count
            } else {
                try self.read(bytes[index])
                index += 1
            }
        }
    }

    private mutating func read(_ byte: UInt8) throws(RedisBackplane.Error) {
        self.lineSize += 1
        guard self.lineSize <= Self.maxLineSize else { throw Self.tooLarge("a line") }
        if self.lineSize == 1 {
            self.kind = byte
        } else if byte == UInt8(ascii: "\n") {
            if self.kind == UInt8(ascii: "$"), !self.isNegative {
                self.rest = self.number + 2
            }
            (self.lineSize, self.number, self.isNegative) = (0, 0, false)
        } else if byte == UInt8(ascii: "-") {
            self.isNegative = true
        } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            try self.readDigit(Int(byte - UInt8(ascii: "0")))
        }
    }

    private mutating func readDigit(_ digit: Int) throws(RedisBackplane.Error) {
        let isString = self.kind == UInt8(ascii: "$")
        guard isString || self.kind == UInt8(ascii: "*") else { return }
        self.number = 10 * self.number + digit
        guard self.number <= (isString ? Self.maxStringSize : Self.maxElements) else {
            throw Self.tooLarge(isString ? "a string" : "an array")
        }
    }

    static func tooLarge(_ part: String) -> RedisBackplane.Error {
        RedisBackplane.Error("The server has sent \(part) that is larger than any reply to a hub.")
    }
}
