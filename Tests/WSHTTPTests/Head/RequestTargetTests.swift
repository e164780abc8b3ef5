//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP

@Suite("Request targets")
struct RequestTargetTests {
    @Test("The origin form has a path and perhaps a query")
    func originForm() throws {
        let plain = try #require(RequestTarget("/a/b"))
        #expect(plain.form == .origin)
        #expect(plain.path == "/a/b")
        #expect(plain.query == nil)
        #expect(plain.authority == nil)

        let queried = try #require(RequestTarget("/a?x=/?y"))
        #expect(queried.path == "/a")
        #expect(queried.query == "x=/?y")
        #expect(RequestTarget("/?")?.query == "")
    }

    @Test("The absolute form has an authority, and a path even if none is written")
    func absoluteForm() throws {
        let target = try #require(RequestTarget("HTTP://example.org:8080/a?b"))
        #expect(target.form == .absolute)
        #expect(target.authority == "example.org:8080")
        #expect(target.path == "/a")
        #expect(target.query == "b")

        let bare = try #require(RequestTarget("https://[::1]?q"))
        #expect(bare.authority == "[::1]")
        #expect(bare.path == "/")
        #expect(bare.query == "q")
    }

    @Test("The authority form and the asterisk have no path")
    func otherForms() {
        #expect(RequestTarget("example.org:443")?.form == .authority)
        #expect(RequestTarget("example.org:443")?.authority == "example.org:443")
        #expect(RequestTarget("example.org:443")?.segments == [])
        #expect(RequestTarget("*")?.form == .asterisk)
        #expect(RequestTarget("*")?.path == "")
    }

    @Test(
        "What is in no form is refused",
        arguments: [
            "", "a", "example.org", "a/b", "**", "*/", "?q", "/a b", "/a#b", "/ä", "/a\r\n", "/a\0", "/\u{7F}", "/a\t",
            "ftp://a/", "http:///a", "http://", "http:/a", "http://user@host/", "http://a b/", "http://a:b/",
            "http://a:65536/", "http://[/", "http://[]/", "http://[::1/", "http://[::1]x/", "http://%4/",
            "http://a%zz/",
            "http://:80/", "example.org:", ":443", "example.org:99999", "http://a\\b/", "user@host:443",
        ]
    )
    func malformedTargets(_ target: String) {
        #expect(RequestTarget(target) == nil)
    }

    @Test("Segments are decoded after the path is split")
    func segments() {
        #expect(RequestTarget("/")?.segments == [""])
        #expect(RequestTarget("/a/b%20c/")?.segments == ["a", "b c", ""])
        #expect(RequestTarget("//a")?.segments == ["", "a"])
        #expect(RequestTarget("/a%2Fb/%2e%2E/.")?.segments == ["a/b", "..", "."])
        #expect(RequestTarget("/%C3%A4")?.segments == ["ä"])
        #expect(RequestTarget("/a+b")?.segments == ["a+b"])
    }

    @Test("Segments that cannot be decoded are nil", arguments: ["/%", "/%4", "/%zz", "/%4z", "/%00", "/%ff", "/%C3"])
    func undecodableSegments(_ target: String) throws {
        #expect(try #require(RequestTarget(target)).segments == nil)
    }

    @Test("A query is split into names and values as forms are")
    func queryItems() throws {
        func items(_ target: String) -> [String]? {
            RequestTarget(target)?.queryItems.map { item in "\(item.name)→\(item.value)" }
        }
        #expect(items("/") == [])
        #expect(items("/?") == [])
        #expect(items("/?a=1&b=x+y%2B&c&d==&&a=2") == ["a→1", "b→x y+", "c→", "d→=", "a→2"])
        #expect(items("/?%26=%3D") == ["&→="])
        #expect(items("/?a=%&b=%41") == ["a→%", "b→A"])
        #expect(items("/?%00=%41") == ["%00→A"])
        #expect(items("/?%C3=%ff+") == ["%C3→%ff+"])
    }
}
