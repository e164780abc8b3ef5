//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSHTTP

@Suite("Set-Cookie")
struct SetCookieTests {
    @Test(
        "name and value are what stands around the first equals sign",
        arguments: [
            ("a=b", "a", "b"), (" a\t=  b c ; Path=/", "a", "b c"), ("a=", "a", ""), ("a=b=c", "a", "b=c"),
            ("a=\"b\"", "a", "\"b\""), ("ä=ö", "ä", "ö"), ("a=b;;;", "a", "b"),
        ]
    )
    func pair(text: String, name: String, value: String) throws {
        let cookie = try #require(SetCookie(text))
        #expect(cookie.name == name)
        #expect(cookie.value == value)
    }

    @Test(
        "a character that could not be sent back makes none",
        arguments: ["\u{E}\u{E}=", "a=b\u{1F}c", "a=b; Path=/\u{7F}", "a\u{0}=b", "a=b\r\nX: y"]
    )
    func controlCharacters(text: String) {
        #expect(SetCookie(text) == nil)
    }

    @Test("without a name there is no cookie", arguments: ["", "a", "=b", " =b", ";a=b", "; ;"])
    func noCookie(text: String) {
        #expect(SetCookie(text) == nil)
    }

    @Test("one that is too large is none")
    func tooLarge() {
        #expect(SetCookie("a=" + String(repeating: "b", count: 4094)) != nil)
        #expect(SetCookie("a=" + String(repeating: "b", count: 4095)) == nil)
    }

    @Test("attributes are read whatever their case, the last of each counts, and unknown ones are ignored")
    func attributes() throws {
        let cookie = try #require(
            SetCookie("a=b; DOMAIN=.Example.ORG; path=/x; Path=/y; secure=no; HttpOnly; SameSite=Lax; max-age=5")
        )
        #expect(cookie.domain == "example.org")
        #expect(cookie.path == "/y")
        #expect(cookie.isSecure)
        #expect(cookie.lifetime == .seconds(5))
        let plain = try #require(SetCookie("a=b; Path=x; Domain=; Max-Age=; Expires=never"))
        #expect(plain.domain == nil)
        #expect(plain.path == nil)
        #expect(!plain.isSecure)
        #expect(plain.lifetime == .session)
    }

    @Test(
        "a lifetime is a number of seconds",
        arguments: [
            ("0", .seconds(0)), ("-1", .seconds(0)), ("60", .seconds(60)), ("+5", .session), ("1.5", .session),
            ("99999999999999999999", .seconds(9_999_999_999)), ("-99999999999999999999", .seconds(0)), ("-", .session),
        ] as [(String, SetCookie.Lifetime)]
    )
    func maxAge(text: String, lifetime: SetCookie.Lifetime) {
        #expect(SetCookie("a=b; Max-Age=\(text)")?.lifetime == lifetime)
        // It counts more than a date, wherever that stands.
        if lifetime != .session {
            let date = "Expires=Sun, 06 Nov 1994 08:49:37 GMT"
            #expect(SetCookie("a=b; \(date); Max-Age=\(text)")?.lifetime == lifetime)
            #expect(SetCookie("a=b; Max-Age=\(text); \(date)")?.lifetime == lifetime)
        }
    }

    @Test(
        "a date is read in all the ways there are",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("1994 november 6 8:49:37", 784_111_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799), ("1 Jan 69 0:0:0", 3_124_224_000),
            ("1 Jan 1601 0:0:0", -11_644_473_600), ("6 Nov 1994 08:49:37.123", 784_111_777),
        ]
    )
    func date(text: String, seconds: Int) {
        #expect(SetCookie("a=b; Expires=\(text)")?.lifetime == .until(seconds))
    }

    @Test(
        "what is no date is ignored",
        arguments: [
            "", "Nov 1994 08:49:37", "6 Nov 1994", "6 Nov 08:49:37", "6 Foo 1994 08:49:37", "6 Nov 1600 08:49:37",
            "32 Nov 1994 08:49:37", "0 Nov 1994 08:49:37", "6 Nov 1994 24:00:00", "6 Nov 1994 08:60:00",
            "6 Nov 1994 08:00:60", "6 Nov 12345 08:00:00", "6 Nov 1994 8:9", "123 Nov 1994 08:00:00",
        ]
    )
    func noDate(text: String) {
        #expect(SetCookie("a=b; Expires=\(text)")?.lifetime == .session)
    }

    @Test("random text is read without harm")
    func random() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("a=;; :,-.0123456789 expires max-age domain path Nov GMT".unicodeScalars)
        for _ in 0..<5000 {
            var text = "a=b;"
            for _ in 0..<Int.random(in: 0..<60, using: &generator) {
                text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            #expect(SetCookie(text) != nil)
        }
    }
}
