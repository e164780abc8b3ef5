//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSBase
import WSProxies

@Suite("What the environment says about proxies")
struct ProxyEnvironmentTests {
    @Test(
        "NO_PROXY in all its forms",
        arguments: [
            ("example.com", "example.com", 80, true),
            ("example.com", "www.example.com", 80, true),
            ("example.com", "badexample.com", 80, false),
            ("example.com", "example.com.", 80, true),
            (".example.com", "example.com", 80, true),
            (".example.com", "a.b.example.com", 80, true),
            ("*.example.com", "a.example.com", 443, true),
            ("EXAMPLE.com.", "example.com", 80, true),
            ("example.com:8080", "example.com", 8080, true),
            ("example.com:8080", "example.com", 80, false),
            ("a.example, b.example\tc.example,,", "b.example", 80, true),
            ("a.example, b.example\tc.example,,", "c.example", 80, true),
            ("192.0.2.1", "192.0.2.1", 80, true),
            ("192.0.2.1", "192.0.2.11", 80, false),
            ("192.0.2.1:81", "192.0.2.1", 80, false),
            ("10.0.0.0/8", "10.1.2.3", 80, true),
            ("10.0.0.0/8", "host.example", 80, false),
            ("2001:db8::1", "2001:db8::1", 80, true),
            ("[2001:db8::1]", "2001:db8::1", 80, true),
            ("[2001:db8::1]:81", "2001:db8::1", 81, true),
            ("[2001:db8::1]:81", "2001:db8::1", 80, false),
            ("2001:db8::/32", "2001:db8:1::", 80, true),
            ("0.1", "192.0.0.1", 80, false),
            ("*", "anything.example", 1, true),
            ("a b *", "2001:db8::1", 1, true),
            ("", "example.com", 80, false),
            ("not a host/", "not", 80, true),
            ("ex*mple.com", "example.com", 80, false),
        ] as [(String, String, Int, Bool)]
    )
    func exemptions(list: String, host: String, port: Int, isExempt: Bool) {
        #expect(ProxyExemptions(list).contains(host: host, port: port) == isExempt)
    }

    @Test(
        "an entry of NO_PROXY that exempts no host is reported",
        arguments: [
            "http://a.example", "ex*mple.com", "10.*", "192.168.1.*", "192.168.1", "300.0.0.1", "10.0.0.0/33",
            "::1/129",
            "a.example:99999", "a.example:x", "b\u{FC}cher.example", "a..example", ".", "*.", "**", "a/", "[::1",
            "-\u{301}",
        ]
    )
    func warnings(entry: String) {
        for list in [entry, "a.example,\(entry) b.example"] {
            let exemptions = ProxyExemptions(list)
            #expect(exemptions.warnings.count == 1)
            let position = list == entry ? 1 : 2
            #expect(exemptions.warnings.first?.hasPrefix("Entry \(position) of NO_PROXY, \"") == true)
            #expect(exemptions.contains(host: "b.example", port: 80) == (list != entry))
        }
        let environment = ProxyEnvironment(["HTTPS_PROXY": "proxy.example", "NO_PROXY": entry])
        #expect(environment.warnings == ProxyExemptions(entry).warnings)
        #expect(ProxyEnvironment(["no_proxy": entry]).warnings == [])
        #expect(ProxyEnvironment(["http_proxy": "", "no_proxy": entry]).warnings == [])
    }

    @Test("what is understood is not reported, and neither is what may be a password")
    func noWarnings() {
        let list =
            "a, a.example.:80 .b.example *.c_d.example, 10.0.0.0/8 192.0.2.1:81,[2001:db8::1]:81 2001:db8::/32 ::1 xn--bcher-kva.de *"
        #expect(ProxyExemptions(list).warnings == [])
        #expect(
            ProxyExemptions("http://user:password@a.example").warnings
                == ["Entry 1 of NO_PROXY is ignored: it is not a host, an address, a network or *."]
        )
    }

    @Test(
        "each scheme has its variable, lower case counts first, and an empty one says none",
        arguments: [
            ([:], false, nil),
            (["HTTP_PROXY": "a"], false, "a"),
            (["HTTP_PROXY": "a"], true, nil),
            (["HTTPS_PROXY": "a"], true, "a"),
            (["HTTPS_PROXY": "a"], false, nil),
            (["HTTPS_PROXY": "a", "https_proxy": "b"], true, "b"),
            (["HTTPS_PROXY": "a", "https_proxy": ""], true, nil),
            (["ALL_PROXY": "a"], true, "a"),
            (["all_proxy": "a", "HTTP_PROXY": "b"], false, "b"),
            (["ALL_PROXY": "a", "HTTP_PROXY": ""], false, nil),
            (["HTTP_PROXY": "a", "NO_PROXY": "example.com"], false, nil),
            (["HTTP_PROXY": "a", "NO_PROXY": "example.com", "no_proxy": "other"], false, "a"),
            (["HTTP_PROXY": "a", "REQUEST_METHOD": "GET"], false, nil),
            (["http_proxy": "a", "REQUEST_METHOD": "GET"], false, "a"),
            (["HTTPS_PROXY": "a", "REQUEST_METHOD": "GET"], true, "a"),
        ] as [([String: String], Bool, String?)]
    )
    func variables(variables: [String: String], isSecure: Bool, proxy: String?) {
        let url = ProxyEnvironment(variables).proxy(host: "www.example.com", port: 80, isSecure: isSecure)
        #expect(url?.reveal() == proxy)
    }

    @Test("their passwords are not shown")
    func secrets() {
        let password = PlantedSecret("password")
        let environment = ProxyEnvironment(["ALL_PROXY": "http://ann:\(password.percentEncoded)@a"])
        let url = environment.proxy(host: "www.example.com", port: 80, isSecure: true)
        #expect(url != nil)
        let shown = PlantedSecret.shown(environment) + PlantedSecret.shown(url as Any)
        #expect(PlantedSecret.found(in: shown, of: [password]) == [])
    }

    @Test(
        "this machine is reached without a proxy",
        arguments: ["localhost", "a.localhost", "127.0.0.1", "127.255.0.9", "::1"]
    )
    func local(host: String) {
        #expect(ProxyEnvironment(["ALL_PROXY": "a"]).proxy(host: host, port: 80, isSecure: false) == nil)
    }
}
