//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

@Suite("Where a server listens, and hosts that can be allowed")
struct AllowedHostsRuleTests {
    @Test(
        "a server is local if all its TCP addresses are of the loopback interface",
        arguments: [
            (["127.0.0.1"], true), (["127.255.255.254"], true), (["::1"], true), (["::ffff:127.0.0.1"], true),
            (["127.0.0.1", "::1"], true), (["0.0.0.0"], false), (["::"], false), (["127.0.0.1", "192.0.2.1"], false),
            (["192.0.2.1"], false), (["fe80::1%lo"], false), (["128.0.0.1"], false), ([], false),
        ]
    )
    func areLocal(hosts: [String], areLocal: Bool) {
        let addresses = hosts.map { NetworkAddress.tcp(host: $0, port: 80) }
        #expect(HTTPServer.AllowedHosts.areLocal(addresses) == areLocal)
        // A Unix socket is no address of a network, and beside others it changes nothing.
        #expect(HTTPServer.AllowedHosts.areLocal(addresses + [.unix(path: "/a.sock")]) == areLocal)
    }

    @Test("by default hosts are refused by a local server only, and by a list everywhere")
    func isRestricted() throws {
        #expect(HTTPServer.AllowedHosts.automatic.isRestricted(isLocal: true))
        #expect(!HTTPServer.AllowedHosts.automatic.isRestricted(isLocal: false))
        #expect(!HTTPServer.AllowedHosts.any.isRestricted(isLocal: true))
        #expect(try HTTPServer.AllowedHosts(["a.example"]).isRestricted(isLocal: false))
    }

    @Test(
        "a name that is none, or has a port, is an error that shows it",
        arguments: [
            "", "*", "*.", "*.com", "*.127.0.0.1", "*.[::1]", "a.*.example", "a b", "a:80", "a:", "http://a", "a/b",
            "a..b",
            "::1", "b\u{FC}cher.example", "a\r\nb", "*a.example", "**.a.example",
        ]
    )
    func invalid(host: String) {
        let error = #expect(throws: WebSocket.Error.self) { try HTTPServer.AllowedHosts(["a.example", host]) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(host.debugDescription) == true)
    }

    @Test("names with or without a point at the end, patterns and addresses can be allowed")
    func valid() throws {
        _ = try HTTPServer.AllowedHosts([])
        _ = try HTTPServer.AllowedHosts([
            "a", "A.Example", "a.example.", "*.a.example", "*.A.Example.", "127.0.0.1", "[::1]",
        ])
    }
}
