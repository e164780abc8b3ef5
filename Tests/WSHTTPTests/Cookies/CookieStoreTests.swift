//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP

@Suite("cookies that are kept")
struct CookieStoreTests {
    /// Who may be sent what, as a URL without its scheme: `*` in front stands for TLS.
    private func target(_ url: String) -> CookieStore.Target {
        let isSecure = url.hasPrefix("*")
        let parts = url.drop { $0 == "*" }.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return CookieStore.Target(host: String(parts[0]), path: "/" + parts[1], isSecure: isSecure)
    }

    /// Stores cookies from URLs, in a store where the hosts of `x.org` may set cookies for each other.
    private func store(_ cookies: [(String, String)], sharing domains: [String] = ["x.org"]) throws -> CookieStore {
        var store = CookieStore(sharedDomains: domains)
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
            ("a=1; Domain=org", "x.org/", ["x.org/"], ["y.org/", "org/", "w.x.org/"]),
            ("a=1; Domain=w.x.org", "v.w.x.org/", ["v.w.x.org/", "w.x.org/", "u.w.x.org/"], ["x.org/"]),
            ("a=1; Domain=xx.org", "w.xx.org/", ["w.xx.org/"], ["xx.org/", "v.xx.org/", "u.w.xx.org/"]),
            ("a=1; Domain=y.org", "y.org/", ["y.org/", "w.y.org/"], ["x.org/"]),
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

    @Test(
        "without shared domains a cookie never reaches a host beside or above the one that set it",
        arguments: [
            ("evil.co.uk/", "co.uk", "bank.co.uk/"), ("evil.github.io/", "github.io", "good.github.io/"),
            ("evil.example.com/", "example.com", "www.example.com/"), ("evil.com/", "com", "bank.com/"),
            ("evil.com./", "com.", "bank.com./"), ("evil.co.uk/", ".CO.UK", "bank.co.uk/"),
        ]
    )
    func publicSuffixes(from: String, domain: String, to: String) throws {
        let store = try self.store([("a=1; Domain=\(domain)", from)], sharing: [])
        #expect(store.field(for: self.target(to), now: 1000) == nil)
        #expect(store.field(for: self.target(domain.lowercased() + "/"), now: 1000) == nil)
        // What the host might have kept for itself it may.
        #expect(store.field(for: self.target(from), now: 1000) == "a=1")
    }

    @Test("shared domains are named with or without a point, in any case; an empty name shares nothing")
    func sharedDomains() throws {
        for name in ["x.org", ".x.org", "X.Org"] {
            let store = try self.store([("a=1; Domain=x.org", "w.x.org/")], sharing: ["", name])
            #expect(store.field(for: self.target("v.x.org/"), now: 1000) == "a=1")
        }
        let store = try self.store([("a=1; Domain=y.org", "w.y.org/")], sharing: ["", ".", "x.org"])
        #expect(store.field(for: self.target("v.y.org/"), now: 1000) == nil)
    }

    @Test(
        "a cookie without the attributes that its name promises is ignored",
        arguments: [
            ("__Secure-a=1; Secure", true), ("__Secure-a=1", false), ("__secure-a=1", false), ("__SECURE-a=1", false),
            ("__Secure-a=1; Secure; Domain=x.org", true), ("__Secure-=1", false), ("__Secure=1", true),
            ("__Host-a=1; Secure; Path=/", true), ("__Host-a=1; Secure", false), ("__Host-a=1; Path=/", false),
            ("__Host-a=1; Secure; Path=/; Domain=x.org", false), ("__Host-a=1; Secure; Path=/p", false),
            ("__hOST-a=1; Secure; Path=/p", false), ("__Host-a=1; Secure; Path=/; Domain=", true),
            ("__Host-a=1; Secure; Path=/p; Path=/", true), ("__Host-a=1; Secure; Path=/; Path=x", false),
            ("__Http-a=1; Secure; HttpOnly", true), ("__Http-a=1; Secure", false), ("__http-a=1; HttpOnly", false),
            ("__Host-Http-a=1; Secure; HttpOnly; Path=/", true), ("__Host-Http-a=1; Secure; Path=/", false),
            ("__host-http-a=1; Secure; HttpOnly", false), ("a__Host-=1", true), (" __Host-a=1", false),
        ]
    )
    func prefixes(text: String, isKept: Bool) throws {
        let store = try self.store([(text, "*x.org/")])
        #expect((store.field(for: self.target("*x.org/"), now: 1000) != nil) == isKept)
        let insecure = try self.store([(text, "x.org/")])
        let isPlain = text.hasPrefix("a__Host-") || text.hasPrefix("__Secure=")
        #expect((insecure.field(for: self.target("*x.org/"), now: 1000) != nil) == isPlain)
    }

    @Test("names, domains and paths that differ in their bytes are not the same, though they look alike")
    func normalForms() throws {
        let store = try self.store([
            ("\u{E9}=1; Path=/", "x.org/"), ("e\u{301}=2; Path=/", "x.org/"), ("k=3; Path=/\u{E9}", "x.org/"),
            ("k=4; Path=/e\u{301}", "x.org/"), ("\u{212A}=5; Path=/", "x.org/"), ("K=6; Path=/", "x.org/"),
        ])
        let field = try #require(store.field(for: self.target("x.org/"), now: 1000))
        #expect(Array(field.utf8) == Array("\u{E9}=1; e\u{301}=2; \u{212A}=5; K=6".utf8))
        #expect(store.field(for: self.target("x.org/\u{E9}"), now: 1000)?.hasPrefix("k=3") == true)
        #expect(store.field(for: self.target("x.org/e\u{301}"), now: 1000)?.hasPrefix("k=4") == true)
        // The Kelvin sign in a domain is not a k.
        let kelvin = try self.store([("a=1; Domain=\u{212A}.org", "w.k.org/")], sharing: ["k.org"])
        #expect(kelvin.field(for: self.target("k.org/"), now: 1000) == nil)
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

    @Test(
        "without TLS nothing is set that would be read in place of a cookie of TLS or beside it",
        arguments: [
            ("a=2; Path=/login", "x.org/", false), ("a=2; Path=/login/en", "x.org/", false),
            ("a=2; Path=/login; Domain=x.org", "w.x.org/", false), ("a=2; Path=/login", "v.w.x.org/", false),
            ("a=2; Path=/", "x.org/", true), ("b=2; Path=/login", "x.org/", true), ("a=2; Path=/login", "y.org/", true),
            ("a=2; Path=/login", "wx.org/", true), ("a=; Max-Age=0; Path=/login", "x.org/", false),
        ]
    )
    func overlaying(text: String, from: String, isKept: Bool) throws {
        let login = self.target("*\(from)login/en")
        var store = try self.store([("a=1; Secure; Path=/login; Domain=x.org", "*w.x.org/")])
        let before = store.field(for: login, now: 1000)
        store.store(try #require(SetCookie(text)), from: self.target(from), now: 1000)
        #expect((store.field(for: login, now: 1000) != before) == isKept)
        // One for a host below protects that for the domain above it, too.
        var below = try self.store([("a=1; Secure; Path=/login", "*w.x.org/")])
        let own = self.target("*w.x.org/login/en")
        below.store(try #require(SetCookie("a=2; Path=/login; Domain=x.org")), from: self.target("v.x.org/"), now: 1000)
        #expect(below.field(for: own, now: 1000) == "a=1")
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
