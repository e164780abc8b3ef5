//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSProxies

@Suite("Addresses and networks")
struct IPNetworkTests {
    @Test(
        "addresses are read and written",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("2001:DB8:0::1", "2001:db8::1"), ("::ffff:192.0.2.1", "192.0.2.1"),
            ("::", "::"),
        ]
    )
    func addresses(text: String, written: String) {
        #expect(IPAddress(text)?.description == written)
    }

    @Test(
        "nothing else is one",
        arguments: ["", "192.0.2", "192.0.2.256", "192.0.2.01", "[::1]", "::1%lo", "localhost", "1:2:3:4:5:6:7:8:9"]
    )
    func noAddresses(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("only four or sixteen bytes are one", arguments: 0...20)
    func bytes(count: Int) {
        #expect((IPAddress(bytes: [UInt8](repeating: 1, count: count)) != nil) == [4, 16].contains(count))
    }

    @Test(
        "a network has the addresses that begin with its bits",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("192.0.2.129/25", "192.0.2.255", true), ("192.0.2.129/25", "192.0.2.127", false),
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "198.51.100.7", true),
            ("0.0.0.0/0", "::1", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
            ("2001:db8::/33", "2001:db8:8000::1", false), ("::1/128", "::1", true),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true),
        ] as [(String, String, Bool)]
    )
    func networks(network: String, address: String, isInside: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(
        "nothing else is a network",
        arguments: [
            "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129", "a/8",
        ]
    )
    func noNetworks(text: String) {
        #expect(IPNetwork(text) == nil)
    }
}
