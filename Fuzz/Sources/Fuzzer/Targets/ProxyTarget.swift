//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSProxies

/// What proxies say, to clients and to servers: whole and in pieces it must come to the same.
enum ProxyTarget: FuzzTarget {
    static let name = "proxies"

    static func run(_ input: FuzzInput) {
        switch input.choice & 3 {
        case 0: check(Self.header([input.bytes]) == Self.header(input.pieces), "cut, the header came to something else")
        case 1: Self.checkSOCKS(input)
        case 2: Self.checkFields(input.text)
        default: Self.checkAddresses(input.text)
        }
    }

    private static func header(_ pieces: [[UInt8]]) -> ProxyHeaderParser.Event {
        var parser = ProxyHeaderParser()
        for piece in pieces {
            var position = 0
            let event = parser.next(piece.span, from: &position)
            if event != .needsMoreBytes { return event }
            check(position == piece.count, "bytes left over")
        }
        return .needsMoreBytes
    }

    private static func checkSOCKS(_ input: FuzzInput) {
        func steps(_ pieces: [[UInt8]]) -> [SOCKS5Handshake.Step] {
            guard var handshake = try? SOCKS5Handshake(host: "example.com", port: 443, user: "ann", password: "pw")
            else {
                fatalError("a target that cannot be sent")
            }
            var steps: [SOCKS5Handshake.Step] = []
            for piece in pieces {
                var position = 0
                while true {
                    let step = handshake.next(piece.span, from: &position)
                    if step == .needsMoreBytes { break }
                    steps.append(step)
                    if step == .connected { return steps }
                    if case .failed = step { return steps }
                    check(steps.count <= 3, "no end")
                }
            }
            return steps
        }
        check(steps([input.bytes]) == steps(input.pieces), "cut, the answers came to something else")
    }

    /// What a client sends, in lines of its own or ahead of the proxy's element in one, cannot hide what the proxy adds.
    private static func checkFields(_ text: String) {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
        let told = "198.51.100.7"
        let joined = (lines + [told]).joined(separator: ", ")
        for values in [lines + [told], [joined]] {
            let client = Self.client(ForwardedHop.xForwarded(for: values, proto: lines + ["http"]))
            check(client?.address?.description == told, "another client than the proxy has told of")
            check(client?.scheme == "http", "another scheme than the proxy has told of")
        }
        let client = Self.client(ForwardedHop.forwarded(lines + ["for=\(told);proto=http"]))
        check(client?.address?.description == told, "another client than the proxy has told of")
        check(client?.scheme == "http", "another scheme than the proxy has told of")
        let line = (lines + ["for=\(told);proto=http"]).joined(separator: ", ")
        let last = Self.client(ForwardedHop.forwarded([line]))
        check(last?.address == nil || last?.address?.description == told, "another client than the proxy has told of")
        _ = Self.client(ForwardedHop.xForwarded(for: lines, proto: lines))
        _ = Self.client(ForwardedHop.forwarded(lines))
    }

    private static func client(_ hops: [ForwardedHop]) -> ForwardedHop? {
        let client = ForwardedHop.client(of: hops) { $0.isLoopback }
        check(client.map { hops.contains($0) } ?? true, "a client that no proxy has told of")
        return client
    }

    private static func checkAddresses(_ text: String) {
        if let address = IPAddress(text) {
            check(IPAddress(address.description) == address, "\(address) does not read the same")
            check(IPNetwork(address.description)?.contains(address) == true, "\(address) is not in its own network")
        }
        _ = ProxyExemptions(text).contains(host: "www.example.com", port: 80)
        _ = ProxyEnvironment(["HTTP_PROXY": text, "NO_PROXY": text]).proxy(host: "::2", port: 1, isSecure: false)
    }
}
