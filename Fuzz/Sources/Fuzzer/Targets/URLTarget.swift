//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// URLs, origins and authorities: what is read can be written and reads the same.
enum URLTarget: FuzzTarget {
    static let name = "urls"

    private static let bases = ["ws://example.com/a/b?c", "wss://[::1]:9/", "ws+unix:/run/x:/a"].compactMap {
        try? WebSocketURL($0)
    }

    static func run(_ input: FuzzInput) {
        let text = input.text
        if let url = try? WebSocketURL(text) { Self.checkRoundTrip(url) }
        for base in Self.bases {
            guard let url = try? WebSocketURL(resolving: text, against: base) else { continue }
            Self.checkRoundTrip(url)
            check(url.unixPath == nil || url.unixPath == base.unixPath, "a server has chosen a Unix socket")
        }
        if let authority = try? Authority(text) {
            let written = authority.bracketedHost + (authority.port.map { ":\($0)" } ?? "")
            check((try? Authority(written))?.host == authority.host, "\(authority) does not read the same")
        }
        if let origin = WebOrigin(text) {
            check(WebOrigin(origin.description) == origin, "\(origin) does not read the same")
        }
        if let pattern = OriginPattern(text), let origin = WebOrigin("https://a.example.com") {
            _ = pattern.matches(origin)
        }
    }

    private static func checkRoundTrip(_ url: WebSocketURL) {
        // The description hides the query.
        let query = url.resource.drop { $0 != "?" }
        let again = try? WebSocketURL(url.description.replacing("?<hidden>", with: query))
        check(
            again?.host == url.host && again?.port == url.port && again?.resource == url.resource
                && again?.unixPath == url.unixPath && again?.isSecure == url.isSecure,
            "\(url) does not read the same"
        )
        check(url.resource.hasPrefix("/") && (1...65_535).contains(url.port), "\(url) cannot be asked for")
    }
}
