//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import AuthoritySupport
import LoopbackSupport
import Synchronization
import TestSupport
import Testing
import WebSocketProtocol
import WebSockets

@Suite("Secrets", .timeLimit(.minutes(1)))
struct SecretsTests {
    /// A dial that fails, with secrets in all that it is given and gets.
    struct Dial: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Where to, in which `HOST` stands for the address of the server.
        let url: String
        let code: WebSocket.Error.Code
        /// A part of the error's message, which shows that it is the one that the description tells.
        let says: String
        let change: @Sendable (inout Dialer, _ host: String) throws -> Void

        init(
            _ description: String,
            _ url: String,
            _ code: WebSocket.Error.Code,
            _ says: String,
            _ change: @escaping @Sendable (inout Dialer, _ host: String) throws -> Void = { _, _ in }
        ) {
            self.testDescription = description
            self.url = url
            self.code = code
            self.says = says
            self.change = change
        }
    }

    private static let (user, password, query) = (
        PlantedSecret("user"), PlantedSecret("password"), PlantedSecret("query")
    )
    private static let (token, cookie, moved) = (
        PlantedSecret("token"), PlantedSecret("cookie"), PlantedSecret("moved")
    )
    private static let (proxyUser, proxyPassword) = (PlantedSecret("proxyuser"), PlantedSecret("proxypassword"))
    private static let secrets = [user, password, query, token, cookie, moved, proxyUser, proxyPassword]

    private static let info = "\(user.percentEncoded):\(password.percentEncoded)@"
    private static let proxyInfo = "\(proxyUser.percentEncoded):\(proxyPassword.percentEncoded)@"

    private static func url(_ path: String, scheme: String = "ws") -> String {
        "\(scheme)://\(info)HOST\(path)?token=\(query.percentEncoded)"
    }

    // MARK: A client

    private static let dials: [Dial] = [
        Dial("refused", url("/refused"), .handshakeFailed, "status 403"),
        Dial("moved, not followed", url("/moved/abroad"), .handshakeFailed, "status 302"),
        Dial("moved to no WebSocket", url("/moved/abroad"), .handshakeFailed, "not followed") { dialer, _ in
            dialer.followsRedirects = true
        },
        Dial("moved to a bad URL", url("/moved/badly"), .handshakeFailed, "not followed") { dialer, _ in
            dialer.followsRedirects = true
        },
        Dial("moved to where it is refused", url("/moved/on"), .handshakeFailed, "status 403") { dialer, _ in
            dialer.followsRedirects = true
        },
        Dial("moved for ever", url("/moved/round"), .handshakeFailed, "after 10 others") { dialer, _ in
            dialer.followsRedirects = true
        },
        Dial("no time", url("/late"), .timedOut, "within") { dialer, _ in
            dialer.handshakeTimeout = .milliseconds(100)
        },
        Dial("no server", "ws://\(info)127.0.0.1:1/?\(query.percentEncoded)", .connectionFailed, "connection refused"),
        Dial("no TLS", url("/", scheme: "wss"), .tlsFailed, "by TLS"),
        Dial("no URL", "ws://\(info)a b?\(query.percentEncoded)", .invalidURL, "URL"),
        Dial("another scheme", url("/", scheme: "http"), .invalidURL, "ws://"),
        Dial("credentials twice", url("/"), .invalidArgument, "credentials") { dialer, _ in
            dialer.headers["Authorization"] = "Bearer \(token.text)"
        },
        Dial("a proxy's credentials", url("/"), .invalidArgument, "Proxy-Authorization") { dialer, _ in
            dialer.headers["Proxy-Authorization"] = "Bearer \(token.text)"
        },
        Dial("a jar and a cookie", url("/"), .invalidArgument, "jar") { dialer, _ in dialer.cookieJar = HTTP.CookieJar()
        },
        Dial("a header of the handshake", url("/"), .invalidArgument, "Sec-WebSocket-Key") { dialer, _ in
            dialer.headers["Sec-WebSocket-Key"] = token.text
        },
        Dial("a token as subprotocol", url("/"), .invalidArgument, "Subprotocol 1") { dialer, _ in
            dialer.subprotocols = ["bearer \(token.text)"]
        },
        Dial("a proxy that refuses", url("/"), .proxyFailed, "answered with") { dialer, host in
            dialer.proxy = .always(try Dialer.Proxy("http://\(proxyInfo)\(host)"))
        },
        Dial("a proxy of SOCKS", url("/"), .proxyFailed, "SOCKS5") { dialer, host in
            dialer.proxy = .always(try Dialer.Proxy("socks5://\(proxyInfo)\(host)"))
        },
        Dial("a proxy that is not there", url("/"), .connectionFailed, "connection refused") { dialer, _ in
            dialer.proxy = .always(try Dialer.Proxy("http://\(proxyInfo)127.0.0.1:1"))
        },
        Dial("a bad proxy", url("/"), .invalidURL, "proxy") { dialer, host in
            dialer.proxy = .custom { _, _, _ in try Dialer.Proxy("http://\(proxyInfo)\(host)/\(token.percentEncoded)") }
        },
    ]

    @Test("of a client are in no error, no step of a dial and no description of the dialer", arguments: dials)
    func client(dial: Dial) async throws {
        let steps = Mutex<[String]>([])
        try await withServer(self.server) { address in
            var dialer = Dialer(headers: ["Cookie": "id=\(Self.cookie.text)", "X-Api-Key": Self.token.text])
            dialer.proxy = .direct
            try dial.change(&dialer, "\(address)")
            dialer.trace = { step in steps.withLock { $0.append(PlantedSecret.shown(step)) } }
            let url = dial.url.replacing("HOST", with: "\(address)")
            let error = await expectFailure(dial.code) { [dialer] in try await dialer.dial(url) }
            let shown = PlantedSecret.shown(error as Any) + PlantedSecret.shown(dialer)
            #expect(PlantedSecret.found(in: shown, of: Self.secrets) == [], "\(shown)")
            #expect(error?.message.contains(dial.says) == true, "\(shown)")
        }
        #expect(PlantedSecret.found(in: steps.withLock { $0.joined() }, of: Self.secrets) == [])
    }

    private var server: HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.eventLoops = 1
        // One of its handlers waits until it is cancelled.
        configuration.shutdownTimeout = .milliseconds(10)
        let server = HTTPServer(configuration: configuration)
        let moved = "\(Self.info)a.example/?\(Self.moved.percentEncoded)"
        server.get("/refused") { request in
            let fields: HTTP.Fields = [
                "Set-Cookie": "id=\(Self.cookie.text)", "WWW-Authenticate": "Basic realm=\(Self.moved.text)",
            ]
            return HTTP.Response(
                status: .forbidden,
                headers: fields,
                body: Array("\(request.headers["X-Api-Key"] ?? "")".utf8)
            )
        }
        let locations = [
            "abroad": "ftp://\(moved)", "badly": "ws://\(moved)%", "on": "/refused?\(Self.moved.percentEncoded)",
            "round": "/moved/round?\(Self.moved.percentEncoded)",
        ]
        server.get("/moved/{place}") { request in
            HTTP.Response(status: .found, headers: ["Location": locations[request.parameters["place"] ?? ""] ?? ""])
        }
        server.get("/late") { _ in
            // Until the server ends.
            for await _ in AsyncStream<Void>.makeStream().stream {}
            return HTTP.Response()
        }
        return server
    }

    @Test("of a proxy's URL are in no error and no description")
    func proxies() throws {
        let proxy = try Dialer.Proxy("http://\(Self.proxyInfo)a.example")
        var shown = PlantedSecret.shown(proxy) + PlantedSecret.shown(Dialer.ProxySelection.always(proxy))
        for url in [
            "ftp://\(Self.proxyInfo)a", "\(Self.proxyInfo)a b", "\(Self.proxyInfo)a/\(Self.token.text)",
            "\(Self.proxyUser.text)%@a",
        ] {
            let error = #expect(throws: WebSocket.Error.self) { try Dialer.Proxy(url) }
            shown += PlantedSecret.shown(error as Any)
        }
        #expect(PlantedSecret.found(in: shown, of: Self.secrets) == [], "\(shown)")
    }

    @Test("in header fields and cookies are not shown, though the fields are")
    func fields() throws {
        var fields: HTTP.Fields = [:]
        let names = [
            "Authorization", "proxy-authorization", "COOKIE", "Set-Cookie", "Sec-WebSocket-Key",
            "Sec-WebSocket-Protocol",
            "X-Api-Key", "Location", "Referer", "Origin", "X-Unheard-Of",
        ]
        for name in names { try fields.append(name, Self.token.text) }
        try fields.append("Content-Type", "text/plain")
        let jar = HTTP.CookieJar()
        jar.store("id=\(Self.cookie.text)", from: "ws://a.example/")
        let handshake = try HandshakeField(forRequest: "Authorization", value: Self.token.text)
        let shown = PlantedSecret.shown(fields) + PlantedSecret.shown(jar) + PlantedSecret.shown(handshake)
        #expect(PlantedSecret.found(in: shown, of: Self.secrets) == [], "\(shown)")
        #expect(shown.contains("Content-Type: text/plain"))
        #expect((names + ["Authorization"]).allSatisfy { shown.contains("\($0): <hidden>") })
        #expect(fields["Authorization"] == Self.token.text)
        for (name, value) in [("a b: \(Self.token.text)", ""), ("a", "\(Self.token.text)\n")] {
            let error = #expect(throws: HandshakeArgumentError.self) {
                try HandshakeField(forRequest: name, value: value)
            }
            #expect(PlantedSecret.found(in: PlantedSecret.shown(error as Any), of: Self.secrets) == [])
        }
    }

    @Test("of keys and their passwords are in no error and no description")
    func keys() throws {
        let issued = try CertificateAuthority().root
        let key = try CertificateAuthority.encrypt(issued.key, password: Self.password.text)
        let identity = try TLS.Identity(certificates: issued.certificate, key: key, password: Self.password.text)
        var client = TLS.ClientConfiguration()
        client.identity = identity
        var shown = [PlantedSecret.shown(identity), PlantedSecret.shown(client)]
        shown.append(PlantedSecret.shown(TLS.ServerConfiguration(identities: [identity])))
        for (pem, password) in [
            (key, Self.token.text), (Self.token.text, Self.password.text), (issued.certificate, Self.token.text),
        ] {
            let error = #expect(throws: TLS.Error.self) {
                try TLS.Identity(certificates: issued.certificate, key: pem, password: password)
            }
            shown.append(PlantedSecret.shown(error as Any))
        }
        #expect(PlantedSecret.found(in: shown.joined(), of: Self.secrets) == [])
        for line in issued.key.split(separator: "\n").dropFirst().dropLast() {
            #expect(!shown.joined().contains(line))
        }
    }

    // MARK: A server

    /// What a handler throws, which holds what it has received.
    private struct Failure: Error {
        let text: String
    }

    @Test("of clients are in no event, no metric and no description of a request")
    func clients() async throws {
        let log = EventLog()
        let server = makeServer { $0.onEvent = { log.append($0) } }
        let requests = Mutex<[String]>([])
        server.get("/shown") { request in
            requests.withLock { $0.append(PlantedSecret.shown(request)) }
            throw Failure(text: "\(request.query ?? "") \(request.headers["Authorization"] ?? "")")
        }
        server.webSocket("/failing") { socket in throw Failure(text: "\(try await socket.receive())") }
        server.webSocket("/fine") { socket in for try await _ in socket {} }
        try await withServer(server) { address in
            var dialer = Dialer(headers: ["Cookie": Self.cookie.text, "X-Api-Key": Self.token.text])
            dialer.proxy = .direct
            let base = "ws://\(Self.info)\(address)"
            let query = "?token=\(Self.query.percentEncoded)"
            for path in ["/shown", "/none"] {
                await expectFailure(.handshakeFailed) { [dialer] in try await dialer.dial(base + path + query) }
            }
            let failing = try await dialer.dial(base + "/failing" + query)
            try await failing.send(Self.token.text)
            await expectFailure(.closedByPeer) { try await failing.receive() }
            for code in [1000, 1008, 4000] as [UInt16] {
                let closing = try await dialer.dial(base + "/fine" + query)
                try await closing.close(code: CloseCode(rawValue: code), reason: Self.password.text)
            }
        }
        let shown = log.events.map { PlantedSecret.shown($0) + PlantedSecret.shown($0.metadata) }
        #expect(log.events.contains { $0.level == .error })
        #expect(PlantedSecret.found(in: shown.joined(), of: Self.secrets) == [])
        let metrics = PlantedSecret.shown(server.metrics) + server.metrics.prometheusText
        #expect(PlantedSecret.found(in: metrics, of: Self.secrets) == [])
        let request = requests.withLock { $0.joined() }
        #expect(request.contains("GET /shown?<hidden>"))
        #expect(PlantedSecret.found(in: request, of: Self.secrets) == [], "\(request)")
    }
}
