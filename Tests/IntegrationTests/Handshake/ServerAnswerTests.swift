//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

@Suite("Answers to a dialer", .timeLimit(.minutes(1)))
struct ServerAnswerTests {
    /// A "hi" from a server.
    private static let frame: [UInt8] = [0x81, 2, 0x68, 0x69]

    @Test(
        "a sound answer is taken, in whatever case and company its fields are",
        arguments: [
            ("X-Nothing", []),
            ("upgrade", ["WEBSOCKET"]),
            ("CONNECTION", ["keep-alive, upgrade"]),
            ("Connection", ["keep-alive", "Upgrade"]),
            ("Sec-WebSocket-Accept", [" \t{accept} \t"]),
            ("Sec-WebSocket-Protocol", ["b"]),
            ("Set-Cookie", ["a=1", "b=2"]),
            ("Content-Length", ["7"]),
        ]
    )
    func accepted(name: String, values: [String]) async throws {
        try await withRawServer { connection in
            try await connection.answer(RawAnswer(name, values), Self.frame)
        } _: { address in
            let socket = try await Dialer(subprotocols: ["a", "b"]).dial("ws://\(address)/")
            #expect(socket.response?.status == .switchingProtocols)
            let value = values.first.map { String($0.drop { $0 == " " }) }
            #expect(name.hasPrefix("Sec-WebSocket-A") || socket.response?.headers[name] == value)
            #expect(socket.subprotocol == (name == "Sec-WebSocket-Protocol" ? "b" : nil))
            // The frame came in the same segment as the answer.
            #expect(try await socket.receive() == .text("hi"))
            await socket.closeNow()
        }
    }

    @Test(
        "an answer that is not sound is refused, and the connection dropped",
        arguments: [
            ("Sec-WebSocket-Accept", []),
            ("Sec-WebSocket-Accept", ["{accept}", "{accept}"]),
            ("Sec-WebSocket-Accept", [""]),
            ("Sec-WebSocket-Accept", ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]),
            ("Sec-WebSocket-Accept", ["x{accept}"]),
            ("Sec-WebSocket-Accept", ["{accept}="]),
            ("Upgrade", []),
            ("Upgrade", ["websockets"]),
            ("Upgrade", ["h2c"]),
            ("Upgrade", ["websocket, h2c"]),
            ("Upgrade", ["websocket", "websocket"]),
            ("Connection", []),
            ("Connection", ["close"]),
            ("Connection", ["keep-alive"]),
            ("Sec-WebSocket-Protocol", ["c"]),
            ("Sec-WebSocket-Protocol", ["A"]),
            ("Sec-WebSocket-Protocol", ["a, b"]),
            ("Sec-WebSocket-Protocol", ["a", "b"]),
            ("Sec-WebSocket-Protocol", [""]),
            ("Sec-WebSocket-Extensions", ["permessage-deflate"]),
            ("Sec-WebSocket-Extensions", ["x, x"]),
            ("Sec-WebSocket-Extensions", [";"]),
        ]
    )
    func refused(name: String, values: [String]) async throws {
        let error = try await dialError(Dialer(subprotocols: ["a", "b"])) { connection in
            try await connection.answer(RawAnswer(name, values), Self.frame)
        }
        #expect(error.code == .handshakeFailed)
        let subjects = ["Sec-WebSocket-Protocol": "subprotocol", "Sec-WebSocket-Extensions": "extension"]
        #expect(error.message.contains(name) || error.message.contains(subjects[name] ?? name))
        #expect(error.response?.status == .switchingProtocols)
        #expect(error.cause != nil)
    }

    @Test(
        "another status is an error that has the answer, with the beginning of its body",
        arguments: [
            ("401 Unauthorized", "Content-Length: 5\r\n\r\nlogin", "login"),
            ("403 Forbidden", "Content-Length: 0\r\n\r\n", ""),
            ("404 Not Found", "Connection: close\r\n\r\nuntil the end", "until the end"),
            ("503 Busy", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde"),
            ("302 Found", "Location: ws://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nno", "no"),
            ("200 OK", "Content-Length: 2000000\r\n\r\n" + String(repeating: "x", count: 2000), nil),
            ("500 Oops", "Content-Length: 9\r\n\r\ncut", "cut"),
            ("204 No Content", "\r\n", ""),
        ] as [(String, String, String?)]
    )
    func otherStatus(status: String, rest: String, body: String?) async throws {
        let error = try await dialError { connection in
            _ = try await connection.receive(through: "\r\n\r\n")
            await connection.send("HTTP/1.1 \(status)\r\nX-Own: yes\r\n\(rest)")
            await connection.endOutput()
        }
        #expect(error.code == .handshakeFailed)
        #expect(error.message.contains("status \(status.prefix(3))"))
        let response = try #require(error.response)
        #expect("\(response.status.rawValue)" == status.prefix(3))
        #expect(response.headers["X-Own"] == "yes")
        #expect(String(decoding: response.body, as: UTF8.self) == body ?? String(repeating: "x", count: 1024))
    }

    @Test(
        "what is not an answer in HTTP is refused",
        arguments: [
            "SSH-2.0-OpenSSH_9\r\n",
            "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}\u{46}\r\n",
            "HTTP/2.0 101 Switching Protocols\r\n\r\n",
            "HTTP/1.1 99 X\r\n\r\n",
            "HTTP/1.1 101\n\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade : websocket\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n Upgrade: websocket\r\n\r\n",
            "HTTP/1.1 101 Switching\r\nX: \u{0}\r\n\r\n",
            "HTTP/1.1 101 X\r\nX: \(String(repeating: "x", count: 20_000))",
            "HTTP/1.1 101 \(String(repeating: "x", count: 20_000))",
            "HTTP/1.1 101 X\r\n\(String(repeating: "X: x\r\n", count: 101))",
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 9),
            String(repeating: "x", count: 1_000_000),
        ]
    )
    func garbage(_ text: String) async throws {
        let error = try await dialError { connection in
            _ = try await connection.receive(through: "\r\n\r\n")
            await connection.send(text)
        }
        #expect(error.code == .handshakeFailed)
        #expect(error.response == nil)
        #expect(!error.isTransient)
        let isAlert = text.utf8.first == 0x15
        #expect(error.message.hasPrefix(isAlert ? "The server answers in TLS: use wss" : "The server did not answer"))
    }

    @Test(
        "a server that ends the connection instead of answering is an error at once",
        arguments: [
            ("", "The server closed the connection before it answered the opening handshake."),
            (
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n",
                "The server closed the connection in the middle of its answer to the opening handshake."
            ),
        ]
    )
    func closed(_ beginning: String, message: String) async throws {
        let error = try await dialError { connection in
            await connection.send(beginning)
            await connection.endOutput()
        }
        #expect(error.code == .handshakeFailed)
        #expect(error.message == message)
        #expect(error.isTransient)
        let dropped = try await dialError { connection in
            await connection.send(beginning)
            await connection.close()
        }
        #expect(dropped.code == .handshakeFailed)
    }

    @Test(
        "a server that never answers is given up in time, whatever it sends",
        arguments: [
            "", "HTTP/1.1 101", "HTTP/1.1 100 Continue\r\n\r\n",
        ]
    )
    func silent(_ beginning: String) async throws {
        let start = ContinuousClock.now
        let error = try await dialError(Dialer(handshakeTimeout: .milliseconds(200))) { connection in
            await connection.send(beginning)
        }
        #expect(error.code == .timedOut)
        #expect(error.message.hasPrefix("Could not connect to ws://127.0.0.1:"))
        #expect(
            error.message.hasSuffix("/path within 0.2 seconds: the server does not answer the opening handshake.")
        )
        #expect(ContinuousClock.now - start > .milliseconds(190))
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(
        "a refusal is reported long before the handshake's timeout, even if its body does not end",
        arguments: ["Content-Length: 5\r\n\r\nab", "\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"]
    )
    func endlessRefusal(_ rest: String) async throws {
        // Longer than the suite's time limit.
        let error = try await dialError(Dialer(handshakeTimeout: .seconds(1000))) { connection in
            await connection.send("HTTP/1.1 401 Unauthorized\r\n\(rest)")
        }
        #expect(error.code == .handshakeFailed)
        #expect(error.response?.status == .unauthorized)
        #expect(error.response?.body == Array("ab".utf8))
    }

    @Test("an answer in two segments, wherever it is cut, and byte by byte, is taken with the frame behind it")
    func split() async throws {
        try await withRawServer { connection in
            let request = try await connection.receive(through: "\r\n\r\n")
            let bytes = try RawAnswer().bytes(to: request) + Self.frame
            // The path says where to cut.
            let path = try #require(request.split(separator: " ").dropFirst().first)
            let cut = Int(path.dropFirst())
            let pieces = cut.map { [Array(bytes.prefix($0)), Array(bytes.dropFirst($0))] } ?? bytes.map { [$0] }
            try await connection.send(pieces: pieces)
        } _: { address in
            for path in ["bytes"] + (0..<134).map(String.init) {
                let socket = try await Dialer().dial("ws://\(address)/\(path)")
                #expect(try await socket.receive() == .text("hi"))
                await socket.closeNow()
            }
        }
    }

    @Test("an interim answer before the real one is passed over")
    func interim() async throws {
        try await withRawServer { connection in
            await connection.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
            try await connection.answer(RawAnswer(), Self.frame)
        } _: { address in
            let socket = try await Dialer().dial("ws://\(address)/")
            #expect(try await socket.receive() == .text("hi"))
            await socket.closeNow()
        }
    }
}
