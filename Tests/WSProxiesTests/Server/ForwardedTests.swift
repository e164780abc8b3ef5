//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSProxies

@Suite("What proxies say in a request's fields")
struct ForwardedTests {
    private func written(_ hops: [ForwardedHop]) -> [String] {
        hops.map { "\($0.address?.description ?? "-") \($0.port) \($0.scheme ?? "-")" }
    }

    @Test(
        "Forwarded (RFC 7239) is read",
        arguments: [
            ([], []),
            ([""], []),
            (["for=192.0.2.60;proto=http;by=203.0.113.43"], ["192.0.2.60 0 http"]),
            (["For=\"[2001:db8:cafe::17]:4711\""], ["2001:db8:cafe::17 4711 -"]),
            (["for=192.0.2.43, for=198.51.100.17"], ["192.0.2.43 0 -", "198.51.100.17 0 -"]),
            (["for=192.0.2.43", "for=198.51.100.17;PROTO=HTTPS"], ["192.0.2.43 0 -", "198.51.100.17 0 https"]),
            (["for=unknown", "for=_hidden;proto=https"], ["- 0 -", "- 0 https"]),
            (["proto=https"], ["- 0 https"]),
            (["for=\"192.0.2.1:80\" ; proto=\"ht\\tp\" ,, for=192.0.2.2"], ["192.0.2.1 80 http", "192.0.2.2 0 -"]),
            (["for=\"a,b;c\"", ",for=192.0.2.2,"], ["- 0 -", "192.0.2.2 0 -"]),
        ] as [([String], [String])]
    )
    func forwarded(values: [String], hops: [String]) {
        #expect(self.written(ForwardedHop.forwarded(values)) == hops)
    }

    @Test(
        "a malformed line is an unknown hop that hides the lines before it, and not those after it",
        arguments: [
            "for", "for=", "=192.0.2.1", "for=192.0.2.1;", "for=192.0.2.1 for=192.0.2.2", "for=\"192.0.2.1",
            "for=\"a\\",
            "for=[::1]", "for=192.0.2.1;for=192.0.2.2", "for=192.0.2.1;For=192.0.2.2", "for=192.0.2.1, for",
            "for=a\u{0}",
            "for=ä", "for =192.0.2.1", "for=192.0.2.1,\u{301}for=192.0.2.2", "for=192.0.2.1\u{600},for=192.0.2.2",
            "for=192.0.2.1;\u{301}proto=https", "\u{600}for=192.0.2.1",
        ]
    )
    func malformed(value: String) {
        #expect(self.written(ForwardedHop.forwarded([value])) == ["- 0 -"])
        #expect(self.written(ForwardedHop.forwarded(["for=192.0.2.9", value])) == ["- 0 -"])
        #expect(
            self.written(ForwardedHop.forwarded(["for=192.0.2.9", value, "for=192.0.2.7;proto=https"]))
                == ["- 0 -", "192.0.2.7 0 https"]
        )
    }

    @Test(
        "X-Forwarded-For and X-Forwarded-Proto are read",
        arguments: [
            (["192.0.2.1"], [], ["192.0.2.1 0 -"]),
            (
                ["192.0.2.1, 2001:db8::1 ,[2001:db8::2]:80"], ["https"],
                [
                    "192.0.2.1 0 https", "2001:db8::1 0 https", "2001:db8::2 80 https",
                ]
            ),
            (["192.0.2.1", "192.0.2.2:7"], ["HTTPS, http"], ["192.0.2.1 0 https", "192.0.2.2 7 http"]),
            (["192.0.2.1"], ["http", "https"], ["192.0.2.1 0 https"]),
            (["nonsense, 192.0.2.1"], [], ["- 0 -", "192.0.2.1 0 -"]),
            // A mark or a prepended character beside a comma or a space hides neither.
            (["6.6.6.6 \u{600}, 192.0.2.1"], [], ["- 0 -", "192.0.2.1 0 -"]),
            (["6.6.6.6\u{600}, 192.0.2.1"], [], ["- 0 -", "192.0.2.1 0 -"]),
            (["6.6.6.6,\u{301} 192.0.2.1"], [], ["6.6.6.6 0 -", "- 0 -"]),
            (["6.6.6.6 \u{8E2}", "192.0.2.1"], [], ["- 0 -", "192.0.2.1 0 -"]),
            (["6.6.6.6 7.7.7.7, 192.0.2.1"], [], ["- 0 -", "192.0.2.1 0 -"]),
            (["\u{A0}6.6.6.6, 192.0.2.1\u{2003}"], [], ["- 0 -", "- 0 -"]),
            (["\t192.0.2.1\t,,"], ["\thttps "], ["192.0.2.1 0 https"]),
            (["192.0.2.1"], ["https \u{600}, http"], ["192.0.2.1 0 http"]),
            (["192.0.2.1"], ["https \u{600}"], ["192.0.2.1 0 -"]),
            (["192.0.2.1"], ["https http"], ["192.0.2.1 0 -"]),
            (["192.0.2.1"], ["http\u{17F}"], ["192.0.2.1 0 -"]),
            (["192.0.2.1"], ["1https"], ["192.0.2.1 0 -"]),
            // A scheme alone is what the nearest proxy tells of itself.
            ([], ["https"], ["- 0 https"]),
            ([","], ["http, https"], ["- 0 https"]),
            ([], ["https", "1"], ["- 0 -"]),
            ([], [], []),
        ] as [([String], [String], [String])]
    )
    func xForwarded(addresses: [String], schemes: [String], hops: [String]) {
        #expect(self.written(ForwardedHop.xForwarded(for: addresses, proto: schemes)) == hops)
    }

    @Test(
        "a hop is believed if all behind it are trusted, and no further",
        arguments: [
            ([], nil),
            (["192.0.2.1"], "192.0.2.1"),
            (["198.51.100.1", "192.0.2.1"], "192.0.2.1"),
            (["198.51.100.1", "10.0.0.1"], "198.51.100.1"),
            (["203.0.113.1", "198.51.100.1", "10.0.0.1"], "198.51.100.1"),
            (["10.0.0.3", "10.0.0.2", "10.0.0.1"], "10.0.0.3"),
            (["198.51.100.1", "unknown", "10.0.0.1"], "10.0.0.1"),
            (["198.51.100.1", "unknown"], nil),
        ] as [([String], String?)]
    )
    func client(addresses: [String], client: String?) throws {
        let trusted = try #require(IPNetwork("10.0.0.0/8"))
        let hops = ForwardedHop.xForwarded(for: addresses, proto: [])
        let found = ForwardedHop.client(of: hops) { trusted.contains($0) }
        #expect(found?.address?.description == client)
    }

    @Test(
        "the scheme that the peer tells counts, even if it does not tell an address",
        arguments: [
            (["for=192.0.2.1;proto=http", "for=unknown;proto=https"], "- https"),
            (["for=192.0.2.1;proto=https", "for=unknown"], "- -"),
            (["for=unknown;proto=https", "for=10.0.0.1;proto=http"], "10.0.0.1 http"),
            (["proto=https"], "- https"),
        ]
    )
    func scheme(values: [String], expected: String) throws {
        let trusted = try #require(IPNetwork("10.0.0.0/8"))
        let found = ForwardedHop.client(of: ForwardedHop.forwarded(values)) { trusted.contains($0) }
        #expect("\(found?.address?.description ?? "-") \(found?.scheme ?? "-")" == expected)
    }

    @Test("random fields do no harm, in time that grows with their length")
    func random() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("for=;,\"\\ []:._-1a\t\u{600}\u{301}".unicodeScalars)
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                text.unicodeScalars.append(alphabet.randomElement(using: &generator) ?? "x")
            }
            _ = ForwardedHop.forwarded([text])
            _ = ForwardedHop.xForwarded(for: [text], proto: [text])
        }
        let long = String(repeating: "for=\"", count: 100_000)
        #expect(self.written(ForwardedHop.forwarded([long])) == ["- 0 -"])
        let many = String(repeating: "for=a,", count: 100_000)
        #expect(ForwardedHop.forwarded([many]).count == 100_000)
        #expect(ForwardedHop.forwarded(Array(repeating: "for=a", count: 10_000)).count == 10_000)
    }
}
