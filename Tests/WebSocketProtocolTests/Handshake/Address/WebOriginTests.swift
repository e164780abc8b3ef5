//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct WebOriginTests {
    @Test(
        "A serialised origin is taken apart, with the scheme's port by default",
        arguments: [
            ("http://example.com", "http", "example.com", 80, "http://example.com"),
            ("https://example.com", "https", "example.com", 443, "https://example.com"),
            ("HTTPS://EXAMPLE.com:443", "https", "example.com", 443, "https://example.com"),
            ("https://example.com:8443", "https", "example.com", 8443, "https://example.com:8443"),
            ("http://example.com:443", "http", "example.com", 443, "http://example.com:443"),
            ("ws://example.com", "ws", "example.com", 80, "ws://example.com"),
            ("wss://example.com", "wss", "example.com", 443, "wss://example.com"),
            ("http://[::1]:8080", "http", "::1", 8080, "http://[::1]:8080"),
            ("http://[0:0::1]", "http", "::1", 80, "http://[::1]"),
            ("http://127.0.0.1", "http", "127.0.0.1", 80, "http://127.0.0.1"),
            ("http://xn--mnchen-3ya.de", "http", "xn--mnchen-3ya.de", 80, "http://xn--mnchen-3ya.de"),
            ("http://example.com.", "http", "example.com.", 80, "http://example.com."),
            ("chrome-extension://abcdef", "chrome-extension", "abcdef", nil, "chrome-extension://abcdef"),
        ] as [(String, String, String, UInt16?, String)]
    )
    func wellFormed(text: String, scheme: String, host: String, port: UInt16?, description: String) throws {
        let origin = try #require(WebOrigin(text))
        #expect(origin.scheme == scheme)
        #expect(origin.host == host)
        #expect(origin.port == port)
        #expect(origin.description == description)
        #expect(WebOrigin(description) == origin)
    }

    @Test(
        "What is not exactly one serialised origin is none",
        arguments: [
            "", "null", "NULL", "example.com", "//example.com", "http:", "http:/example.com", "http://", "http:///",
            "http://example.com/", "http://example.com/path", "http://example.com?", "http://example.com#",
            "http://user@example.com", "http://example.com@evil.com", "http://user:pass@example.com",
            "http://example.com:80@evil.com", "http://example.com:", "http://example.com:0", "http://example.com:080",
            "http://example.com:65536", "http://example.com:8a", "http://example.com:80:80",
            "http://example.com http://evil.com", "http://example.com, http://evil.com", "http://example.com,evil.com",
            " http://example.com", "http://example.com ", "http://exa mple.com", "http://example.com\r\n",
            "http://example.com\u{0}", "http://ex%61mple.com", "http://éxample.com", "http://\u{212A}ube.com",
            "http://example.com\\", "http://example.com\\@evil.com", "http://[::1", "http://::1", "http://[::1%25lo]",
            "http://127.1", "http://0x7f.0.0.1", "http://a..b", "1http://example.com", "ht tp://example.com", "://a",
            "file://", "data:text/html,x", "javascript://", "h\u{E9}://a",
        ]
    )
    func malformed(text: String) {
        #expect(WebOrigin(text) == nil)
    }

    @Test(
        "An origin is the server's own if scheme, host and port are the same",
        arguments: [
            ("http://example.com", "http", "example.com", true),
            ("http://example.com", "ws", "example.com", true),
            ("http://example.com", "HTTP", "EXAMPLE.COM", true),
            ("http://EXAMPLE.com", "http", "example.com:80", true),
            ("http://example.com:80", "http", "example.com", true),
            ("https://example.com", "https", "example.com:443", true),
            ("https://example.com", "wss", "example.com", true),
            ("http://example.com:8080", "http", "example.com:8080", true),
            ("http://[::1]:80", "http", "[0:0:0:0:0:0:0:1]", true),
            ("http://xn--mnchen-3ya.de", "http", "XN--mnchen-3ya.de", true),
            ("http://127.0.0.1:1", "http", "127.0.0.1:1", true),
            // The scheme.
            ("http://example.com", "https", "example.com", false),
            ("https://example.com", "http", "example.com", false),
            ("https://example.com:443", "http", "example.com:443", false),
            ("http://example.com:443", "https", "example.com", false),
            ("ftp://example.com:80", "http", "example.com", false),
            ("chrome-extension://example.com", "http", "example.com", false),
            ("chrome-extension://example.com", "chrome-extension", "example.com", false),
            // The port.
            ("http://example.com:8080", "http", "example.com", false),
            ("http://example.com", "http", "example.com:8080", false),
            ("http://example.com:8080", "http", "example.com:8081", false),
            // The host.
            ("http://evil.com", "http", "example.com", false),
            ("http://example.com.evil.com", "http", "example.com", false),
            ("http://sub.example.com", "http", "example.com", false),
            ("http://example.com.", "http", "example.com", false),
            ("http://localhost", "http", "127.0.0.1", false),
            ("http://[::1]", "http", "[::2]", false),
            // What is no host is nobody's origin.
            ("http://example.com", "http", "", false),
            ("http://example.com", "http", "user@example.com", false),
            ("http://example.com", "http", "example.com/", false),
            ("http://example.com", "http", "example.com:0", false),
        ]
    )
    func sameOrigin(origin: String, scheme: String, host: String, isSame: Bool) throws {
        #expect(try #require(WebOrigin(origin)).isSameOrigin(asScheme: scheme, host: host) == isSame)
    }
}
