//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHubRedis

@Suite("what a Redis server sends")
struct ReplyParserTests {
    private static let text = "+OK\r\n$5\r\na\r\nbc\r\n:-7\r\n*3\r\n$-1\r\n*0\r\n-ERR no\r\n$0\r\n\r\n"

    private static let replies: [RedisReply] = [
        .status("OK"), .string(Array("a\r\nbc".utf8)), .integer(-7),
        .array([.null, .array([]), .error("ERR no")]), .string([]),
    ]

    @Test("is read, however it is split", arguments: 1...16)
    func split(size: Int) throws {
        let parser = try ReplyParser()
        var replies: [RedisReply] = []
        var rest = Array(Self.text.utf8)[...]
        while !rest.isEmpty {
            try parser.feed(Array(rest.prefix(size)).span)
            rest = rest.dropFirst(size)
            while let reply = try parser.next() { replies.append(reply) }
        }
        #expect(replies == Self.replies)
    }

    @Test(
        "is refused if it is nothing that Redis sends",
        arguments: ["GET / HTTP/1.1\r\n", "*abc\r\n", "$-7\r\n", "%1\r\n"]
    )
    func wrong(text: String) throws {
        let parser = try ReplyParser()
        #expect(throws: RedisBackplane.Error.self) {
            try parser.feed(Array(text.utf8).span)
            while try parser.next() != nil {}
        }
    }

    @Test(
        "is refused before there is memory for it if it is too large, however it is split",
        arguments: ["*2147483647\r\n", "*1\r\n*4194305\r\n", "$1073741824\r\n", "$99999999999999999999999\r\n"],
        [1, 64]
    )
    func tooLarge(text: String, size: Int) throws {
        let parser = try ReplyParser()
        let error = #expect(throws: RedisBackplane.Error.self) {
            try Self.feed("$3\r\n*99\r\n$-1\r\n:4194305\r\n$0\r\n\r\n" + text, to: parser, size)
        }
        #expect(error?.message.contains("larger than any reply to a hub") == true)
    }

    @Test("is refused if it is a line without an end", arguments: [1, 1000])
    func longLine(size: Int) throws {
        let parser = try ReplyParser()
        try Self.feed("+" + String(repeating: "x", count: 60_000) + "\r\n", to: parser, size)
        #expect(throws: RedisBackplane.Error.self) {
            try Self.feed("+" + String(repeating: "x", count: 70_000), to: parser, size)
        }
    }

    private static func feed(_ text: String, to parser: ReplyParser, _ size: Int) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try parser.feed(Array(rest.prefix(size)).span)
            rest = rest.dropFirst(size)
            while try parser.next() != nil {}
        }
    }

    @Test("is asked for by a command in Redis's own format")
    func command() {
        let command = RedisCommand([.text("SET"), .text("é"), .bytes([0, 13, 10])])
        #expect(command.bytes == Array("*3\r\n$3\r\nSET\r\n$2\r\né\r\n$3\r\n\0\r\n\r\n".utf8))
    }
}
