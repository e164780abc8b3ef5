//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP

/// Values of `Set-Cookie`, kept and sent back.
enum CookieTarget: FuzzTarget {
    static let name = "cookies"

    static func run(_ input: FuzzInput) {
        var store = CookieStore()
        let isSecure = input.choice & 1 == 0
        let target = CookieStore.Target(host: "www.example.com", path: "/a/b", isSecure: isSecure)
        for line in input.text.utf8.split(separator: UInt8(ascii: "\n")) {
            guard let cookie = SetCookie(String(Substring(line))) else { continue }
            store.store(cookie, from: target, now: 1_000_000)
        }
        let now = 1_000_000 + Int(input.choice)
        for host in ["com", "example.com", "other.example.com", "example.org"] {
            let other = CookieStore.Target(host: host, path: "/a/b", isSecure: isSecure)
            check(store.field(for: other, now: now) == nil, "a cookie for a host that has set none")
        }
        let below = CookieStore.Target(host: "x.www.example.com", path: "/a/b", isSecure: true)
        for name in names(in: store.field(for: below, now: now)) {
            check(!name.starts(with: "__host-".utf8), "a cookie that is for its host alone, at another")
        }
        let insecure = CookieStore.Target(host: "www.example.com", path: "/a/b", isSecure: false)
        for name in names(in: store.field(for: insecure, now: now)) {
            for prefix in ["__secure-", "__host-", "__http-"] {
                check(!name.starts(with: prefix.utf8), "a cookie that is for TLS alone, without it")
            }
        }
        guard let cookies = store.field(for: target, now: now) else { return }
        var fields = HTTP.Fields()
        check(
            (try? fields.append("Cookie", cookies)) != nil,
            "cookies that cannot be sent: \(cookies.debugDescription)"
        )
    }

    /// The names in a `Cookie` field, their ASCII letters in lower case.
    private static func names(in field: String?) -> [[UInt8]] {
        (field ?? "").utf8.split(separator: UInt8(ascii: ";")).map { cookie in
            cookie.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: "=") }.map { byte in
                (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            }
        }
    }
}
