//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("a dialer's cookies", .timeLimit(.minutes(1)))
struct CookieJarTests {
    private static func makeServer() -> HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        server.get("/in") { request in
            guard request.headers["Cookie"] != nil else {
                var response = HTTP.Response(status: .unauthorized, text: "Who are you?")
                response.headers["Set-Cookie"] = "known=1; Path=/"
                return response
            }
            let cookies = request.headers.values(of: "Cookie").joined(separator: "|")
            return try Upgrader().upgrade(request, headers: ["Set-Cookie": "seen=2", "X-Cookies": cookies]) { _ in }
        }
        return server
    }

    @Test("what a server sets, be it when it refuses, is sent with the next handshake")
    func roundTrip() async throws {
        try await withServer(Self.makeServer()) { address in
            let url = "ws://\(address)/in?query=/x/y"
            var dialer = Dialer()
            let jar = HTTP.CookieJar()
            dialer.cookieJar = jar
            let error = await expectFailure(.handshakeFailed) { try await dialer.dial(url) }
            #expect(error?.response?.status == .unauthorized)
            for expected in ["known=1", "known=1; seen=2"] {
                let socket = try await dialer.dial(url)
                #expect(socket.response?.headers["X-Cookies"] == expected)
                await socket.closeNow()
            }
            #expect(jar.cookies(for: url) == "known=1; seen=2")
            #expect(jar.cookies(for: "http://\(address)/") == "known=1; seen=2")
            #expect(jar.cookies(for: "ws://elsewhere.example/in") == nil)
            jar.removeAll()
            #expect(jar.cookies(for: url) == nil)
        }
    }

    @Test("a cookie of a page's login can be put in, and by TLS only may stay so")
    func putIn() {
        let jar = HTTP.CookieJar()
        jar.store("session=5; Secure; HttpOnly", from: "HTTPS://a.example/login")
        jar.store("no cookie", from: "https://a.example/")
        jar.store("a=b", from: "no URL")
        #expect(jar.cookies(for: "wss://a.example/chat") == "session=5")
        #expect(jar.cookies(for: "ws://a.example/chat") == nil)
        #expect(jar.cookies(for: "no URL") == nil)
    }

    @Test("a login may set cookies for another host of a domain that is shared, and not otherwise")
    func sharedDomains() {
        let login = "session=5; Domain=a.example; Secure"
        let jar = HTTP.CookieJar(sharedDomains: ["a.example"])
        jar.store(login, from: "https://login.a.example/")
        #expect(jar.cookies(for: "wss://chat.a.example/") == "session=5")
        jar.removeAll()
        #expect(jar.cookies(for: "wss://chat.a.example/") == nil)
        jar.store(login, from: "https://login.a.example/")
        #expect(jar.cookies(for: "wss://chat.a.example/") == "session=5")
        let other = HTTP.CookieJar()
        other.store(login, from: "https://login.a.example/")
        #expect(other.cookies(for: "wss://chat.a.example/") == nil)
        #expect(other.cookies(for: "wss://login.a.example/") == "session=5")
    }

    @Test("a Cookie among the headers besides a jar is refused")
    func conflict() async {
        var dialer = Dialer(headers: ["cookie": "a=b"])
        dialer.cookieJar = HTTP.CookieJar()
        let error = await expectFailure(.invalidArgument) { try await dialer.dial("ws://127.0.0.1:1/") }
        #expect(error?.message.contains("cookie jar") == true)
    }
}
