//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1
import Testing

@Suite("cookies that are kept")
struct CookieStoreTests {
    /// Who may be sent what, as a URL without its scheme: `*` in front stands for TLS.
    private func target(_ url: String) -> CookieStore.Target {
        let isSecure = url.hasPrefix("*")
        let parts = url.drop { $0 == "*" }.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return CookieStore.Target(host: String(parts[0]), path: "/" + parts[1], isSecure: isSecure)
    }

    private func store(_ cookies: [(String, String)]) throws -> CookieStore {
        var store = CookieStore()
        for (text, url) in cookies { store.store(try #require(SetCookie(text)), from: self.target(url), now: 1000) }
        return store
    }

    @Test(
        "a cookie goes to its host, domain and path only",
        arguments: [
            ("a=1", "x.org/", ["x.org/", "x.org/y/z", "*x.org/"], ["y.x.org/", "org/", "xx.org/", "x.org.y/"]),
            ("a=1", "x.org/p/q", ["x.org/p", "x.org/p/", "x.org/p/r"], ["x.org/", "x.org/pp"]),
            ("a=1", "x.org/p/", ["x.org/p/", "x.org/p"], ["x.org/"]),
            ("a=1; Path=/p/", "x.org/", ["x.org/p/", "x.org/p/q"], ["x.org/p", "x.org/"]),
            ("a=1; Path=/", "x.org/p/q", ["x.org/", "x.org/z"], []),
            ("a=1; Domain=x.org", "w.x.org/", ["x.org/", "w.x.org/", "a.b.x.org/"], ["xx.org/", "org/"]),
            ("a=1; Domain=.x.org", "x.org/", ["x.org/", "w.x.org/"], ["y.org/"]),
            ("a=1; Domain=x.org", "y.org/", [], ["x.org/", "y.org/"]),
            ("a=1; Domain=w.x.org", "x.org/", [], ["x.org/", "w.x.org/"]),
            ("a=1; Domain=org", "x.org/", [], ["x.org/", "y.org/"]),
            ("a=1; Domain=localhost", "localhost/", ["localhost/"], ["x.org/"]),
            ("a=1; Domain=0.0.1", "127.0.0.1/", [], ["127.0.0.1/", "0.0.0.1/"]),
            ("a=1; Domain=127.0.0.1", "127.0.0.1/", ["127.0.0.1/"], ["1.127.0.0.1/"]),
            ("a=1; Secure", "*x.org/", ["*x.org/"], ["x.org/"]),
            ("a=1; Secure", "x.org/", [], ["*x.org/", "x.org/"]),
        ]
    )
    func targets(text: String, from: String, yes: [String], no: [String]) throws {
        let store = try self.store([(text, from)])
        for url in yes { #expect(store.field(for: self.target(url), now: 1000) == "a=1", "\(url)") }
        for url in no { #expect(store.field(for: self.target(url), now: 1000) == nil, "\(url)") }
    }

    @Test("longer paths come first, then what was set first")
    func order() throws {
        let store = try self.store([
            ("a=1; Path=/", "x.org/"), ("b=2; Path=/", "x.org/"), ("c=3; Path=/p", "x.org/"), ("a=4; Path=/", "x.org/"),
        ])
        #expect(store.field(for: self.target("x.org/p/q"), now: 1000) == "c=3; a=4; b=2")
        #expect(store.field(for: self.target("x.org/"), now: 1000) == "a=4; b=2")
    }

    @Test("a cookie ends with its time, or when it is set anew with one that has passed")
    func expiry() throws {
        var store = try self.store([("a=1; Max-Age=10", "x.org/"), ("b=2", "x.org/")])
        let target = self.target("x.org/")
        #expect(store.field(for: target, now: 1009) == "a=1; b=2")
        #expect(store.field(for: target, now: 1010) == "b=2")
        let end = try #require(SetCookie("b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"))
        store.store(end, from: target, now: 1000)
        #expect(store.field(for: target, now: 1000) == "a=1")
        store.store(try #require(SetCookie("c=3; Max-Age=0")), from: target, now: 1000)
        #expect(store.field(for: target, now: 1000) == "a=1")
    }

    @Test("what was set by TLS is not replaced without")
    func overwriting() throws {
        let store = try self.store([("a=1; Secure; Path=/", "*x.org/"), ("a=2; Path=/", "x.org/")])
        #expect(store.field(for: self.target("*x.org/"), now: 1000) == "a=1")
    }

    @Test("no more are kept than the limits say, and the oldest go first")
    func limits() throws {
        var store = CookieStore()
        for number in 0..<CookieStore.maxCountPerDomain + 1 {
            store.store(try #require(SetCookie("a\(number)=")), from: self.target("x.org/"), now: 0)
        }
        let names = try #require(store.field(for: self.target("x.org/"), now: 0)).split(separator: "; ")
        #expect(names.count == CookieStore.maxCountPerDomain)
        #expect(names.first == "a1=")
        for number in 0..<CookieStore.maxCount {
            store.store(try #require(SetCookie("a=\(number)")), from: self.target("h\(number).org/"), now: 0)
        }
        #expect(store.field(for: self.target("x.org/"), now: 0) == nil)
        #expect(store.field(for: self.target("h0.org/"), now: 0) == "a=0")
    }
}
