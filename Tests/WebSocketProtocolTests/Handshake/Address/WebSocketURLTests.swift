//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSBase
import WebSocketProtocol

@Suite struct WebSocketURLTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let text: String
        let isSecure: Bool
        let host: String
        let port: Int
        let hostField: String
        let resource: String

        init(_ text: String, secure: Bool, _ host: String, _ port: Int, _ hostField: String, _ resource: String) {
            self.text = text
            isSecure = secure
            self.host = host
            self.port = port
            self.hostField = hostField
            self.resource = resource
        }

        var testDescription: String { text }

        static let all = [
            Example("ws://example.com", secure: false, "example.com", 80, "example.com", "/"),
            Example("ws://example.com/", secure: false, "example.com", 80, "example.com", "/"),
            Example("WSS://EXAMPLE.com", secure: true, "example.com", 443, "example.com", "/"),
            Example("ws://example.com:80/a", secure: false, "example.com", 80, "example.com", "/a"),
            Example("ws://example.com:/a", secure: false, "example.com", 80, "example.com", "/a"),
            Example("ws://example.com:443/", secure: false, "example.com", 443, "example.com:443", "/"),
            Example("wss://example.com:443/", secure: true, "example.com", 443, "example.com", "/"),
            Example("wss://example.com:80/", secure: true, "example.com", 80, "example.com:80", "/"),
            Example(
                "ws://localhost:8080/echo?a=b&c",
                secure: false,
                "localhost",
                8080,
                "localhost:8080",
                "/echo?a=b&c"
            ),
            Example("ws://h?q", secure: false, "h", 80, "h", "/?q"),
            Example("ws://h?/a@b", secure: false, "h", 80, "h", "/?/a@b"),
            Example("ws://h/?", secure: false, "h", 80, "h", "/?"),
            Example("ws://h//a/../b;c=d", secure: false, "h", 80, "h", "//a/../b;c=d"),
            Example("ws://h/a:b@c!$&'()*+,;=-._~%2F%23", secure: false, "h", 80, "h", "/a:b@c!$&'()*+,;=-._~%2F%23"),
            Example("ws://[::1]", secure: false, "::1", 80, "[::1]", "/"),
            Example("wss://[2001:DB8:0:0::1]:9/x", secure: true, "2001:db8::1", 9, "[2001:db8::1]:9", "/x"),
            Example("ws://127.0.0.1:65535", secure: false, "127.0.0.1", 65535, "127.0.0.1:65535", "/"),
            Example("ws://example.com.:1", secure: false, "example.com.", 1, "example.com.:1", "/"),
        ]
    }

    @Test("A URL is taken apart", arguments: Example.all)
    func wellFormed(example: Example) throws {
        let url = try WebSocketURL(example.text)
        #expect(url.isSecure == example.isSecure)
        #expect(url.host == example.host)
        #expect(url.port == example.port)
        #expect(url.hostField == example.hostField)
        #expect(url.resource == example.resource)
        #expect(url.user == nil && url.password == nil)
        #expect(try WebSocketURL(Self.written(url)) == url)
    }

    @Test(
        "User name and password are set apart and decoded",
        arguments: [
            ("user", "user", nil),
            ("user:", "user", ""),
            ("user:pass", "user", "pass"),
            ("u%73er:p%40ss:%C3%A9", "user", "p@ss:é"),
            ("", "", nil),
            (":secret", "", "secret"),
        ] as [(String, String, String?)]
    )
    func credentials(text: String, user: String, password: String?) throws {
        let url = try WebSocketURL("wss://\(text)@example.com:8080/a@b")
        #expect(url.user == user)
        #expect(url.password == password)
        #expect(url.hostField == "example.com:8080")
        #expect(url.resource == "/a@b")
        #expect(url.description == "wss://example.com:8080/a@b")
    }

    /// The URL as it was, but for user name and password: a description hides the query.
    private static func written(_ url: WebSocketURL) -> String {
        let query = url.resource.drop { $0 != "?" }
        #expect(url.description.contains("?<hidden>") == !query.isEmpty)
        return url.description.replacing("?<hidden>", with: query)
    }

    @Test(
        "User name, password and query are shown by nothing",
        arguments: ["wss://\(info)h/?t=\(query.percentEncoded)", "ws+unix:/run/x:/?t=\(query.percentEncoded)"]
    )
    func secrets(text: String) throws {
        let url = try WebSocketURL(text)
        let shown = PlantedSecret.shown(url) + PlantedSecret.shown(["url": url])
        #expect(PlantedSecret.found(in: shown, of: [Self.user, Self.password, Self.query]) == [])
        #expect(url.resource == "/?t=\(Self.query.percentEncoded)")
    }

    private static let (user, password, query) = (
        PlantedSecret("user"), PlantedSecret("password"), PlantedSecret("query")
    )
    private static let info = "\(user.percentEncoded):\(password.percentEncoded)@"

    @Test(
        "Anything else is refused with what is wrong with it",
        arguments: [
            ("", .unsupportedScheme),
            ("ws", .missingHost),
            ("ws:", .missingHost),
            ("ws:/example.com", .missingHost),
            ("ws:example.com", .missingHost),
            ("example.com", .unsupportedScheme),
            ("//example.com", .unsupportedScheme),
            ("http://example.com", .unsupportedScheme),
            ("wsss://example.com", .unsupportedScheme),
            ("w%73://example.com", .unsupportedScheme),
            ("ws://", .missingHost),
            ("ws:///path", .missingHost),
            ("ws://:80", .missingHost),
            ("ws://user@", .missingHost),
            ("ws://user@:80/", .missingHost),
            ("ws://h#", .fragment),
            ("ws://h/a#b", .fragment),
            ("ws://h ", .forbiddenCharacter(0x20, offset: 6)),
            (" ws://h", .forbiddenCharacter(0x20, offset: 0)),
            ("ws://h/a b", .forbiddenCharacter(0x20, offset: 8)),
            ("ws://h/\r\nHost: evil", .forbiddenCharacter(0x0D, offset: 7)),
            ("ws://h/\u{0}", .forbiddenCharacter(0, offset: 7)),
            ("ws://h/\u{7F}", .forbiddenCharacter(0x7F, offset: 7)),
            ("ws://h/\t", .forbiddenCharacter(9, offset: 7)),
            ("ws://h/é", .forbiddenCharacter(0xC3, offset: 7)),
            ("ws://é.com", .forbiddenCharacter(0xC3, offset: 5)),
            ("ws://h%20", .invalidHost),
            ("ws://a..b", .invalidHost),
            ("ws://127.1", .invalidHost),
            ("ws://[::1", .invalidHost),
            ("ws://[fe80::1%eth0]", .invalidZone), ("ws://[fe80::1%25]", .invalidZone),
            ("ws://[fe80::1%25a%00]", .invalidZone), ("ws://[fe80::1%25a%FF]", .invalidZone),
            ("ws://[fe80::1%25%C3%A4]", .invalidZone),
            ("ws://[fe80::1%25a/b]", .invalidHost),
            ("ws://[fe80::1%25a%25b]", .invalidZone), ("ws://[%25eth0]", .invalidHost), ("ws://h%25eth0", .invalidHost),
            ("ws://[fe80::1%25\(String(repeating: "a", count: 65))]", .invalidZone),
            ("ws://a@b@c", .invalidHost),
            ("ws://h\\evil.com", .invalidHost),
            ("ws://h:0", .invalidPort),
            ("ws://h:65536", .invalidPort),
            ("ws://h:-1", .invalidPort),
            ("ws://h:80a/", .invalidPort),
            ("ws://u%0A@h", .invalidUserInfo),
            ("ws://u%7F@h", .invalidUserInfo),
            ("ws://u%FF@h", .invalidUserInfo),
            ("ws://u%4@h", .invalidUserInfo),
            ("ws://u:%zz@h", .invalidUserInfo),
            ("ws://u[@h", .invalidUserInfo),
            ("ws://h/%", .invalidResource(0x25, offset: 7)),
            ("ws://h/%4", .invalidResource(0x25, offset: 7)),
            ("ws://h/%4g", .invalidResource(0x25, offset: 7)),
            ("ws://h/%%41", .invalidResource(0x25, offset: 7)),
            ("ws://h/a\\b", .invalidResource(0x5C, offset: 8)),
            ("ws://h/<>", .invalidResource(0x3C, offset: 7)),
            ("ws://h/\"", .invalidResource(0x22, offset: 7)),
            ("ws://h?[x]", .invalidResource(0x5B, offset: 7)),
            ("ws://u:p@h/%41?a=1|2", .invalidResource(0x7C, offset: 18)),
            ("ws://h/^`{|}", .invalidResource(0x5E, offset: 7)),
        ] as [(String, WebSocketURLError)]
    )
    func refused(text: String, error: WebSocketURLError) {
        #expect(throws: error) { try WebSocketURL(text) }
    }

    @Test(
        "The URL of a Unix socket is its path and what to ask for there",
        arguments: [
            ("ws+unix:/run/chat.sock:/rooms?id=1", "/run/chat.sock", "/rooms?id=1"),
            ("ws+unix:///run/chat.sock:/rooms", "/run/chat.sock", "/rooms"),
            ("WS+Unix:/run/chat.sock", "/run/chat.sock", "/"),
            ("ws+unix:/run/chat.sock:", "/run/chat.sock", "/"),
            ("ws+unix:/a%20b%3Ac@d:?q:r", "/a b:c@d", "/?q:r"),
            ("ws+unix:/run/%C3%A9:/", "/run/é", "/"),
            ("ws+unix:////run/x:/", "//run/x", "/"),
        ]
    )
    func unixSocket(text: String, path: String, resource: String) throws {
        let url = try WebSocketURL(text)
        #expect(url.unixPath == path)
        #expect(url.resource == resource)
        #expect(url.hostField == "localhost")
        #expect(!url.isSecure)
        #expect(try WebSocketURL(Self.written(url)) == url)
    }

    @Test(
        "A relative path, a control character and the like are none",
        arguments: [
            ("ws+unix:", .invalidUnixPath), ("ws+unix:run/chat.sock", .invalidUnixPath),
            ("ws+unix:/a%00b", .invalidUnixPath),
            ("ws+unix:/a[", .invalidUnixPath), ("ws+unix:/a b", .forbiddenCharacter(0x20, offset: 10)),
            ("ws+unix:/a:/#", .fragment),
            ("ws+unix:/a:/%", .invalidResource(0x25, offset: 12)), ("ws+unix://host/a", .invalidUnixPath),
            ("wss+unix:/a", .unsupportedScheme),
        ] as [(String, WebSocketURLError)]
    )
    func badUnixSocket(text: String, error: WebSocketURLError) {
        #expect(throws: error) { try WebSocketURL(text) }
    }

    @Test(
        "What a server redirects to is resolved",
        arguments: [
            ("ws://h:1/a/b?c", "", "ws://h:1/a/b?c"), ("ws://h:1/a/b?c", "?d", "ws://h:1/a/b?d"),
            ("ws://h:1/a/b?c", "d", "ws://h:1/a/d"), ("ws://h:1/a/b?c", "/d?e/../f", "ws://h:1/d?e/../f"),
            ("ws://h:1/a/b/c", "../d", "ws://h:1/a/d"), ("ws://h:1/a/b/c", "./../../../d/.", "ws://h:1/d/"),
            ("ws://h:1/a/b/c", "..", "ws://h:1/a/"), ("wss://h/a", "//i:2/b", "wss://i:2/b"),
            ("ws://h/a", "https://i/b#f", "wss://i/b"), ("wss://h/a", "HTTP://i", "ws://i/"),
            ("ws://h/a", "wss://i/", "wss://i/"), ("ws://h/a", "b:c", nil), ("ws://h/a", "./b:c", "ws://h/b:c"),
            ("ws://h/a", "ws+unix:/run/x:/", nil), ("ws://h/a", "file:///etc/passwd", nil), ("ws://h/a", "http:", nil),
            ("ws://h/a", "/b c", nil), ("ws://h/a", "/ä", nil), ("ws://h/a", "/b\r\nc", nil),
            ("ws+unix:/run/x:/a/b", "c", "ws+unix:///run/x:/a/c"), ("ws+unix:/run/x:/a", "ws://h/", "ws://h/"),
            // A mark beside a sign that divides a URL does not hide it.
            ("ws://h/a", "b#\u{301}f", "ws://h/b"), ("ws://h/a", "//\u{301}i", nil), ("ws://h/a", "?\u{301}", nil),
            ("ws://h/a", "ws\u{600}://i/", nil), ("ws://h/a", "\u{212A}:/", nil),
        ] as [(String, String, String?)]
    )
    func resolving(base: String, reference: String, result: String?) throws {
        let base = try WebSocketURL(base)
        #expect((try? WebSocketURL(resolving: reference, against: base)).map(Self.written) == result)
    }

    @Test("User name and password go along within one origin only")
    func credentialsOfRedirects() throws {
        let base = try WebSocketURL("ws://ann:pw@h/a")
        for (reference, user) in [("/b", "ann"), ("http://h:80/b", "ann"), ("ws://bob@h/b", "bob")] {
            #expect(try WebSocketURL(resolving: reference, against: base).user == user)
        }
        for reference in ["wss://h/b", "ws://h:81/b", "ws://i/b"] {
            let url = try WebSocketURL(resolving: reference, against: base)
            #expect(url.user == nil)
            #expect(url.password == nil)
        }
    }

    @Test("Each error says what to mend")
    func messages() {
        let errors: [WebSocketURLError] = [
            .forbiddenCharacter(0x20, offset: 7), .fragment, .unsupportedScheme, .invalidUserInfo, .missingHost,
            .invalidHost, .invalidPort, .invalidResource(0x5B, offset: 7), .invalidResource(0x25, offset: 7),
            .invalidUnixPath, .invalidZone,
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { $0.description.hasPrefix("The ") && $0.description.hasSuffix(".") })
    }
    @Test(
        "An error names the character and where it stands",
        arguments: [
            ("ws://h/a[0]", "[ at offset 8: write %5B,"), ("ws://h/?a=1|2", "| at offset 11: write %7C,"),
            ("ws://h/{x}", "{ at offset 7: write %7B,"), ("ws://h/a b", "a space at offset 8"),
            ("ws://h/\u{1}", "a control character (%01) at offset 7"),
            ("ws://h/é", "a character outside ASCII at offset 7"),
            ("ws://h/100%", "% at offset 10 without two hexadecimal digits"),
        ]
    )
    func characters(text: String, message: String) {
        let error = #expect(throws: WebSocketURLError.self) { try WebSocketURL(text) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test("Any text can be a component of a URL when it is encoded")
    func encodeComponent() throws {
        #expect(
            PercentEncoding.encodeComponent("tea & [biscuits]|{}%?#/")
                == "tea%20%26%20%5Bbiscuits%5D%7C%7B%7D%25%3F%23%2F"
        )
        #expect(PercentEncoding.encodeComponent("aZ09-._~") == "aZ09-._~")
        // By bytes: a mark goes by itself.
        #expect(PercentEncoding.encodeComponent("e\u{301}\u{0}\r\n") == "e%CC%81%00%0D%0A")
        let every = String(decoding: (0...127).map { UInt8($0) }, as: UTF8.self)
        let url = try WebSocketURL(
            "ws://h/\(PercentEncoding.encodeComponent(every))?q=\(PercentEncoding.encodeComponent(every))"
        )
        #expect(url.resource.utf8.count { $0 == UInt8(ascii: "?") } == 1)
    }

    @Test("The zone of an IPv6 address is set apart, and is neither in Host nor in the host")
    func zones() throws {
        let url = try WebSocketURL("wss://[FE80::1%25eth0]:8080/a?b")
        #expect(url.host == "fe80::1")
        #expect(url.zone == "eth0")
        #expect(url.hostWithZone == "fe80::1%eth0")
        #expect(url.hostField == "[fe80::1]:8080")
        #expect(url.description == "wss://[fe80::1%25eth0]:8080/a?<hidden>")
        #expect(try WebSocketURL(Self.written(url)) == url)
        #expect(try WebSocketURL("ws://[fe80::1%25a%2Fb]/").zone == "a/b")
        #expect(try WebSocketURL("ws://[fe80::1]/").zone == nil)
        #expect(try WebSocketURL("ws://[fe80::1%25eth0]/") != WebSocketURL("ws://[fe80::1%25eth1]/"))
    }

    @Test(
        "A link-local address without a zone is told from others",
        arguments: [
            ("[fe80::1]", true), ("[FEBF::1]", true), ("[fec0::1]", false), ("[fe7f::1]", false), ("[::1]", false),
            ("[fe80::1%25eth0]", false), ("fe80.example", false), ("fe80", false), ("[fe8::1]", false),
        ]
    )
    func needsZone(host: String, needsZone: Bool) throws {
        #expect(try WebSocketURL("ws://\(host):81/").needsZone == needsZone)
    }

    @Test("A redirect keeps the zone of its host, and cannot choose one")
    func zonesOfRedirects() throws {
        let base = try WebSocketURL("ws://[fe80::1%25eth0]/a")
        for (reference, zone) in [
            ("/b", "eth0"), ("ws://[fe80::1]/b", "eth0"), ("ws://[fe80::1%25eth1]/b", "eth0"),
            ("ws://[fe80::2%25eth1]/", nil),
            ("ws://[fe80::2]/", nil),
        ] as [(String, String?)] {
            #expect(try WebSocketURL(resolving: reference, against: base).zone == zone, "\(reference)")
        }
    }
}
