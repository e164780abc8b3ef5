//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Synchronization
import Testing
import WebSocketProtocol
import WebSockets

@Suite("Dialing", .timeLimit(.minutes(1)))
struct DialingTests {
    @Test(
        "a URL that is none of a WebSocket is refused",
        arguments: [
            "", "ws", "ws:", "ws://", "ws:///path", "ws:host", "//host/", "/path", "host", "http://host/",
            "https://host/",
            "ftp://host/", "ws://host/#fragment", "ws://host:0/", "ws://host:65536/", "ws://host:x/", "ws://host:-1/",
            "ws://ho st/", "ws://host/a b", "ws://host/%zz", "ws://host/%2", "ws://[::1/", "ws://[x]/", "ws://::1/",
            "ws://host/\r\nX: y", "ws://host\r\n/", "ws://hö/", "ws://host/ö", "ws://1.2.3/", "ws://1.2.3.256/",
            "ws://0x7f.1/", "ws://a..b/", " ws://host/", "ws://host/\u{0}", "ws://a@b@host/", "ws://%zz@host/",
        ]
    )
    func invalidURL(_ url: String) async {
        let error = await #expect(throws: WebSocket.Error.self) { try await Dialer().dial(url) }
        #expect(error?.code == .invalidURL)
        #expect(error?.message.hasPrefix("Cannot dial: The ") == true)
        #expect(error?.cause is WebSocketURLError)
    }

    @Test(
        "name and password in the URL are sent as Basic authentication",
        arguments: [
            ("Aladdin:open%20sesame@", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), ("a@", "Basic YTo="), ("", "none"),
            ("%C3%A4:%3A@", "Basic w6Q6Og=="),
        ]
    )
    func credentials(_ credentials: String, _ expected: String) async throws {
        let server = HTTPServer(eventLoops: 1)
        server.get("/") { request in
            #expect(request.headers["Host"]?.contains("@") == false)
            return try Upgrader().upgrade(request, headers: ["X-Got": request.headers["Authorization"] ?? "none"]) {
                _ in
            }
        }
        try await withServer(server) { address in
            let socket = try await Dialer().dial("ws://\(credentials)\(address)/")
            #expect(socket.response?.headers["X-Got"] == expected)
            await socket.closeNow()
        }
    }

    @Test("credentials in the URL besides an Authorization header are refused, and are in no message")
    func conflictingCredentials() async {
        let dialer = Dialer(headers: ["authorization": "Bearer x"])
        let error = await expectFailure(.invalidArgument) { try await dialer.dial("ws://user:secret@127.0.0.1:1/") }
        #expect(error?.message.contains("secret") == false)
        let refused = await expectFailure(.connectionFailed) {
            try await Dialer().dial("ws://user:secret@127.0.0.1:1/")
        }
        #expect(refused?.message.contains("secret") == false)
    }

    @Test("a port at which nobody listens refuses the connection")
    func connectionRefused() async throws {
        let address = try await withServer(makeServer()) { $0 }
        let url = "ws://\(address)/"
        let error = await #expect(throws: WebSocket.Error.self) { try await Dialer().dial(url) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message == "Could not connect to \(url): connect to \(address): connection refused.")
    }

    @Test("a host that nobody knows cannot be connected to")
    func unknownHost() async {
        let error = await #expect(throws: WebSocket.Error.self) {
            try await Dialer().dial("ws://does-not-exist.invalid/")
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("look up does-not-exist.invalid") == true)
        #expect(error?.isTransient == false)
    }

    @Test("a name and an IPv6 address are connected to", arguments: ["localhost", "127.0.0.1", "::1"])
    func hosts(_ host: String) async throws {
        try await withServer(makeServer(), at: .tcp(host: host, port: 0)) { address in
            let port = try #require(address.port)
            let name = host.contains(":") ? "[\(host)]" : host
            try await Dialer().connect(to: "ws://\(name):\(port)/ws") { socket in
                try await socket.send("hi")
                let message = try await socket.receive()
                #expect(message == .text("hi"))
            }
        }
    }

    @Test("an IPv6 address with a zone is connected to, and Host has no zone", arguments: ["lo", "%31"])
    func zone(_ zone: String) async throws {
        let server = makeServer()
        server.get("/host") { request in
            try Upgrader().upgrade(request, headers: ["X-Host": request.headers["Host"] ?? "-"]) { _ in }
        }
        try await withServer(server, at: .tcp(host: "::1", port: 0)) { address in
            let port = try #require(address.port)
            let socket = try await Dialer().dial("ws://[::1%25\(zone)]:\(port)/host")
            #expect(socket.response?.headers["X-Host"] == "[::1]:\(port)")
            await socket.closeNow()
        }
        let error = await expectFailure(.connectionFailed) { try await Dialer().dial("ws://[fe80::1%25nowhere]/") }
        let hinted = await expectFailure(.connectionFailed) { try await Dialer().dial("ws://[fe80::1]:1/") }
        #expect(hinted?.message.contains("A link-local address needs a zone, as in ws://[fe80::1%25eth0]/.") == true)
        #expect(error?.message.contains("ws://[fe80::1%25nowhere]/: look up fe80::1%nowhere: ") == true)
    }

    @Test("what netDial throws is said as one sentence, and kept as the cause")
    func netDialError() async {
        struct Failure: Error, CustomStringConvertible {
            let description = "The tunnel is shut."
        }
        var dialer = Dialer()
        dialer.netDial = { _, _ in throw Failure() }
        let error = await expectFailure(.connectionFailed) { [dialer] in try await dialer.dial("ws://h/") }
        #expect(error?.message == "Could not connect to ws://h/: The tunnel is shut.")
        #expect(error?.cause is Failure)
        dialer.netDial = { _, _ in throw TLS.Error(.hostMismatch, "Another host.") }
        let judged = await expectFailure(.connectionFailed) { [dialer] in try await dialer.dial("ws://h/") }
        #expect(judged?.isTransient == false)
    }

    @Test("the request is what RFC 6455 asks for, with the caller's fields")
    func request() async throws {
        let requests = Mutex<[String]>([])
        try await withRawServer { connection in
            let request = try await connection.receive(through: "\r\n\r\n")
            requests.withLock { $0.append(request) }
            await connection.send(try RawAnswer("Sec-WebSocket-Protocol", ["b"]).bytes(to: request))
        } _: { address in
            let dialer = Dialer(
                subprotocols: ["a", "b"],
                headers: ["Origin": "http://o.example", "Cookie": "a=1", "Cookie": "b=2"]
            )
            for _ in 0..<2 {
                try await dialer.dial("ws://\(address)/path/%20?q=1?").closeNow()
            }
            let keys = try requests.withLock { requests in
                try requests.map { request in
                    var lines = request.split(separator: "\r\n").map(String.init)
                    let index = try #require(lines.firstIndex { $0.hasPrefix("Sec-WebSocket-Key: ") })
                    let key = lines.remove(at: index)
                    #expect(
                        lines == [
                            "GET /path/%20?q=1? HTTP/1.1", "Host: \(address)", "Upgrade: websocket",
                            "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: a, b",
                            "Origin: http://o.example", "Cookie: a=1", "Cookie: b=2",
                        ]
                    )
                    return key
                }
            }
            #expect(keys.count == 2)
            #expect(Set(keys).count == 2, "the key must be fresh for each connection")
        }
    }

    @Test("Host can be another one than the URL's")
    func hostOverride() async throws {
        let server = makeServer { $0.allowedHosts = .any }
        server.get("/host") { request in
            let host = request.headers.values(of: "Host").joined(separator: "|")
            return try Upgrader().upgrade(request, headers: ["X-Host": host]) { _ in }
        }
        try await withServer(server) { address in
            let url = "ws://\(address)/host"
            let plain = try await Dialer().dial(url)
            #expect(plain.response?.headers["X-Host"] == address.description)
            await plain.closeNow()
            let other = try await Dialer(headers: ["host": "virtual.example:81"]).dial(url)
            #expect(other.response?.headers["X-Host"] == "virtual.example:81")
            await other.closeNow()
        }
    }

    @Test(
        "the handshake's own fields cannot be set",
        arguments: [
            "Upgrade", "connection", "Sec-WebSocket-Key", "SEC-WEBSOCKET-VERSION", "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions", "Content-Length", "Transfer-Encoding",
        ]
    )
    func reservedHeader(name: String) async throws {
        var dialer = Dialer()
        try dialer.headers.append(name, "1")
        let error = await #expect(throws: WebSocket.Error.self) { try await dialer.dial("ws://127.0.0.1:1/") }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(name) == true)
    }

    @Test("a header field that cannot be sent is an error that names it, until it is set anew")
    func invalidHeader() async throws {
        var dialer = Dialer(headers: ["X-Name": "a\r\nX-Evil: 1"])
        let error = await expectFailure(.invalidArgument) { try await dialer.dial("ws://127.0.0.1:1/") }
        #expect(error?.message.contains("X-Name") == true)
        #expect(error?.message.contains("X-Evil") == false)
        dialer.headers["x-name"] = "a"
        await expectFailure(.connectionFailed) { [dialer] in try await dialer.dial("ws://127.0.0.1:1/") }
        dialer.headers["Cookie"] = "a=\u{0}"
        await expectFailure(.invalidArgument) { [dialer] in try await dialer.dial("ws://127.0.0.1:1/") }
    }

    @Test(
        "subprotocols that cannot be offered are refused",
        arguments: [["a b"], [""], ["a", "a"], ["a\r\nX: y"], ["ä"]]
    )
    func invalidSubprotocols(_ subprotocols: [String]) async {
        let error = await #expect(throws: WebSocket.Error.self) {
            try await Dialer(subprotocols: subprotocols).dial("ws://127.0.0.1:1/")
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test("each step of a dial can be traced")
    func trace() async throws {
        try await withServer(makeServer()) { address in
            let port = try #require(address.port)
            let steps = Mutex<[String]>([])
            var dialer = Dialer()
            dialer.trace = { step in steps.withLock { $0.append("\(step)") } }
            try await dialer.dial("ws://localhost:\(port)/ws").closeNow()
            let taken = steps.withLock { exchange(&$0, with: []) }
            #expect(taken.first == #"lookUp(host: "localhost")"#)
            #expect(taken.contains { $0.hasPrefix("connect(") })
            #expect(taken.suffix(2).first == "handshake")
            #expect(taken.last?.contains("101") == true)

            await expectFailure(.handshakeFailed) { try await dialer.dial("ws://localhost:\(port)/hello") }
            #expect(steps.withLock { $0.last }?.contains("200") == true)
        }
    }

    @Test("a redirect is not followed")
    func redirect() async throws {
        let reached = Mutex(0)
        try await withRawServer { connection in
            let request = try await connection.receive(through: "\r\n\r\n")
            reached.withLock { $0 += 1 }
            let host = try #require(request.split(separator: "\r\n").first { $0.hasPrefix("Host: ") }).dropFirst(6)
            await connection.send("HTTP/1.1 307 X\r\nLocation: ws://\(host)/other\r\nContent-Length: 0\r\n\r\n")
        } _: { address in
            let error = await #expect(throws: WebSocket.Error.self) { try await Dialer().dial("ws://\(address)/") }
            #expect(error?.response?.headers["Location"] == "ws://\(address)/other")
            #expect(reached.withLock { $0 } == 1)
            // A second connection would have come before this one.
            let response = try await answer(to: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", at: address)
            #expect(response.status == 307)
            #expect(reached.withLock { $0 } == 2)
        }
    }
}
