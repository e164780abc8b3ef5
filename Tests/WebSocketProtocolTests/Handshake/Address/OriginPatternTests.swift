//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct OriginPatternTests {
    @Test(
        "A pattern matches the origins it means",
        arguments: [
            ("https://example.com", "https://example.com"), ("https://example.com", "https://example.com:443"),
            ("HTTPS://Example.com:443", "https://example.COM"), ("http://[::1]:8080", "http://[0:0::1]:8080"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("https://*.example.com", "https://a.example.com"),
            ("https://*.example.com", "https://A.b.EXAMPLE.com:443"),
            ("https://*.example.com:8443", "https://x.example.com:8443"),
        ]
    )
    func matches(pattern: String, origin: String) throws {
        #expect(try #require(OriginPattern(pattern)).matches(#require(WebOrigin(origin))))
    }

    @Test(
        "A pattern matches no other origin",
        arguments: [
            ("https://example.com", "http://example.com"), ("https://example.com", "https://example.com:8443"),
            ("https://example.com", "https://a.example.com"), ("https://example.com", "https://example.com."),
            ("https://*.example.com", "https://example.com"), ("https://*.example.com", "http://a.example.com"),
            ("https://*.example.com", "https://a.example.com:8443"), ("https://*.example.com", "https://aexample.com"),
            ("https://*.example.com", "https://evil-example.com"),
            ("https://*.example.com", "https://a.example.com.evil.net"),
            ("https://*.example.com", "https://a.example.com."), ("https://*.example.com", "wss://a.example.com"),
            ("http://*.0.0.1.example", "http://127.0.0.1"),
        ]
    )
    func others(pattern: String, origin: String) throws {
        #expect(try !#require(OriginPattern(pattern)).matches(#require(WebOrigin(origin))))
    }

    @Test(
        "What is no origin with at most a star as its first label is no pattern",
        arguments: [
            "", "*", "*.example.com", "example.com", "https://*", "https://*.", "https://*.com", "https://a.*.com",
            "https://a*.example.com", "https://*.*.example.com", "*://example.com", "https://example.com/",
            "https://*.example.com/x", "https://*.127.0.0.1", "https://*.[::1]", "https://example.com:*", "null",
            "https://*.example.com, https://b.example",
        ]
    )
    func malformed(pattern: String) {
        #expect(OriginPattern(pattern) == nil)
    }
}
