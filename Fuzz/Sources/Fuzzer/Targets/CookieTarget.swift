//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import HTTP1

/// Values of `Set-Cookie`, kept and sent back.
enum CookieTarget: FuzzTarget {
    static let name = "cookies"

    static func run(_ input: FuzzInput) {
        var store = CookieStore()
        let target = CookieStore.Target(host: "www.example.com", path: "/a/b", isSecure: input.choice & 1 == 0)
        for line in input.text.split(separator: "\n") {
            guard let cookie = SetCookie(String(line)) else { continue }
            store.store(cookie, from: target, now: 1_000_000)
        }
        guard let cookies = store.field(for: target, now: 1_000_000 + Int(input.choice)) else { return }
        var fields = HTTPFields()
        check(
            (try? fields.append("Cookie", cookies)) != nil,
            "cookies that cannot be sent: \(cookies.debugDescription)"
        )
    }
}
