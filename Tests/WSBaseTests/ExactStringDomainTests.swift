//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSBase

@Suite("hosts below domains")
struct ExactStringDomainTests {
    @Test(
        "a host is below a domain if a point and the domain are its end",
        arguments: [
            ("www.example.com", "example.com", true), ("a.b.example.com", "example.com", true),
            (".example.com", "example.com", true),
            ("example.com", "example.com", false), ("wexample.com", "example.com", false),
            ("example.com", "www.example.com", false),
            ("www.example.com.", "example.com", false), ("a.k.org", "\u{212A}.org", false),
            ("a.e\u{301}", "\u{E9}", false),
            ("a.\u{301}e", "e", false), ("", "", false), ("a", "", false),
        ] as [(ExactString, ExactString, Bool)]
    )
    func isBelow(host: ExactString, domain: ExactString, isBelow: Bool) {
        #expect(host.isBelow(domain) == isBelow)
    }
}
