//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSockets

/// Our client and Python's server.
@Suite(.timeLimit(.minutes(1)))
struct PythonServerTests {
    private static let messages: [WebSocket.Message] = [
        .text("Hello World"), .binary(Array(0...255)), .text(""), .binary([]),
        .text(String(repeating: "\0 ä € 😀 ", count: 1000)),
        .text(String(repeating: "€uro", count: (1 << 20) / 6)),
        .binary([UInt8](repeating: 0xA5, count: 1 << 20)),
    ]

    @Test("every kind and size of message comes back, whole or in fragments", arguments: ["/echo", "/fragments"])
    func echo(path: String) async throws {
        try await PythonPeer.withServer { url, reports in
            try await Dialer().connect(to: url + path) { socket in
                for message in Self.messages {
                    try await socket.send(message)
                    let isSame = try await socket.receive() == message
                    #expect(isSame, "a message of \(message.byteCount) bytes")
                }
            }
            let report = try await reports.next()
            #expect(report == .init(name: "closed", code: 1000, reason: ""))
        }
    }

    @Test(
        "messages come back compressed with every combination of takeover and windows, in fragments too",
        arguments: ["/echo", "/fragments"]
    )
    func compression(path: String) async throws {
        try await PythonPeer.withServer { url, _ in
            for compression in WebSocket.Compression.allThatPythonCanDo {
                try await Dialer(compression: compression).connect(to: url + path) { socket in
                    let agreed = try #require(socket.deflateParameters)
                    #expect(agreed.serverNoContextTakeover != compression.preferences.serverContextTakeover)
                    #expect(agreed.clientNoContextTakeover != compression.preferences.clientContextTakeover)
                    #expect(agreed.serverMaxWindowBits == compression.preferences.serverMaxWindowBits)
                    #expect(agreed.clientMaxWindowBits == compression.preferences.clientMaxWindowBits)
                    for message in Self.messages.dropLast(2) {
                        try await socket.send(message)
                        #expect(try await socket.receive() == message)
                    }
                }
            }
        }
    }

    @Test("a message of more fragments than are allowed is refused with a code that the server sees")
    func tooManyFragments() async throws {
        try await PythonPeer.withServer { url, reports in
            var dialer = Dialer()
            dialer.configuration.maxFragments = 100
            let error = await #expect(throws: WebSocket.Error.self) {
                try await dialer.connect(to: url + "/fragments") { socket in
                    try await socket.send([UInt8](repeating: 1, count: 1000))
                    _ = try await socket.receive()
                }
            }
            #expect(error?.code == .messageTooBig)
            let report = try await reports.next()
            #expect(report?.code == error?.closeCode.map { Int($0.rawValue) })
        }
    }

    @Test("a thousand messages come back in order, received one by one or in place", arguments: [false, true])
    func pipeline(isInPlace: Bool) async throws {
        try await PythonPeer.withServer { url, reports in
            let messages = (0..<1000).map { WebSocket.Message.text("\($0)" + String(repeating: " ", count: $0 * 3)) }
            let socket = try await Dialer().dial(url + "/echo")
            async let sent: Void = {
                for message in messages {
                    try await socket.send(message)
                }
            }()
            if isInPlace {
                let received = try await Self.receiveInPlace(messages.count, from: socket)
                let isEqual = received == messages
                #expect(isEqual)
            } else {
                for message in messages {
                    let received = try await socket.receive()
                    #expect(received == message)
                }
            }
            try await sent
            try await socket.close()
            let report = try await reports.next()
            #expect(report == .init(name: "closed", code: 1000, reason: ""))
        }
    }

    private static func receiveInPlace(_ count: Int, from socket: WebSocket) async throws -> [WebSocket.Message] {
        struct Done: Error {}
        let (messages, continuation) = AsyncStream<WebSocket.Message>.makeStream()
        await #expect(throws: Done.self) {
            try await socket.forEachMessage { message, _ in
                continuation.yield(message.message)
                if message.bytes.count >= count * 3 {
                    continuation.finish()
                    throw Done()
                }
            }
        }
        return await messages.reduce(into: []) { $0.append($1) }
    }

    @Test("the server's pings are answered whether or not the application receives")
    func serversPings() async throws {
        try await PythonPeer.withServer { url, _ in
            try await Dialer().connect(to: url + "/ping") { socket in
                var answers: [WebSocket.Message] = []
                for try await message in socket {
                    answers.append(message)
                }
                #expect(answers == [.text("answered"), .text("answered"), .text("answered")])
            }
        }
    }

    @Test("our keepalive is answered, and tells the latency")
    func keepalive() async throws {
        try await PythonPeer.withServer { url, _ in
            var dialer = Dialer()
            dialer.configuration.pingInterval = .milliseconds(50)
            try await dialer.connect(to: url + "/silence") { socket in
                try socket.ping([1, 2, 3])
                while socket.latency == nil {
                    let error = await #expect(throws: WebSocket.Error.self) {
                        _ = try await socket.receive(timeout: .milliseconds(20))
                    }
                    #expect(error?.code == .timedOut)
                }
                #expect(socket.latency.map { $0 > .zero && $0 < .seconds(10) } == true)
            }
        }
    }

    @Test("code and reason of our close arrive", arguments: [1000, 1001, 3000, 4999] as [UInt16])
    func weClose(code: UInt16) async throws {
        try await PythonPeer.withServer { url, reports in
            let socket = try await Dialer().dial(url + "/silence")
            try await socket.send("last")
            try await socket.close(code: CloseCode(rawValue: code), reason: "tschüß 👋")
            let last = try await reports.next()
            #expect(last == .init(name: "message", value: "last"))
            let report = try await reports.next()
            #expect(report == .init(name: "closed", code: Int(code), reason: "tschüß 👋"))
        }
    }

    @Test("a normal close of the server ends the messages", arguments: [1000, 1001])
    func serverCloses(code: Int) async throws {
        try await PythonPeer.withServer { url, reports in
            try await Dialer().connect(to: url + "/close?code=\(code)&reason=done") { socket in
                for try await _ in socket {}
                #expect(socket.closeCode?.rawValue == UInt16(code))
                #expect(socket.closeReason == "done")
            }
            let report = try await reports.next()
            // An answer to a Close has its code, and no reason.
            #expect(report == .init(name: "closed", code: code, reason: ""))
        }
    }

    @Test("any other close of the server is an error with its code and reason", arguments: [1008, 1011, 4321])
    func serverFails(code: Int) async throws {
        try await PythonPeer.withServer { url, reports in
            let error = await #expect(throws: WebSocket.Error.self) {
                try await Dialer().connect(to: url + "/close?code=\(code)&reason=t%C3%BCr") { socket in
                    for try await _ in socket {}
                }
            }
            #expect(error?.code == .closedByPeer)
            #expect(error?.closeCode?.rawValue == UInt16(code))
            #expect(error?.message.contains("tür") == true)
            let report = try await reports.next()
            #expect(report == .init(name: "closed", code: code, reason: ""))
        }
    }

    @Test("a server that drops the connection is told from one that closes it")
    func serverDrops() async throws {
        try await PythonPeer.withServer { url, _ in
            let error = await #expect(throws: WebSocket.Error.self) {
                try await Dialer().connect(to: url + "/drop") { socket in
                    for try await _ in socket {}
                }
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.closeCode == .abnormalClosure)
        }
    }

    @Test("both sides agree on a subprotocol and see each other's fields")
    func handshake() async throws {
        try await PythonPeer.withServer { url, _ in
            let dialer = Dialer(
                subprotocols: ["chat.v1", "chat.v2"],
                headers: ["X-Asked": "a, b", "Cookie": "c=1", "Origin": "https://example.com"]
            )
            try await dialer.connect(to: url + "/headers") { socket in
                #expect(socket.subprotocol == "chat.v2")
                #expect(socket.response?.status == .switchingProtocols)
                #expect(socket.response?.headers["X-Answered"] == "yes")
                var seen: [String] = []
                for try await case .text(let text) in socket {
                    seen.append(text)
                }
                #expect(
                    seen == [
                        "X-Asked: a, b", "Cookie: c=1", "Origin: https://example.com",
                        "Host: \(url.dropFirst("ws://".count))", "Sec-WebSocket-Protocol: chat.v1, chat.v2",
                    ]
                )
            }
        }
    }
}

extension WebSocket.Compression {
    /// All combinations, but those for which Python's zlib would have to compress with a window of 8 bits.
    fileprivate static var allThatPythonCanDo: [WebSocket.Compression] {
        [false, true].flatMap { server in
            [false, true].flatMap { client in
                (9...15).flatMap { serverBits in
                    (8...15).map { clientBits in
                        WebSocket.Compression(
                            serverContextTakeover: server,
                            clientContextTakeover: client,
                            serverMaxWindowBits: serverBits,
                            clientMaxWindowBits: clientBits
                        )
                    }
                }
            }
        }
    }
}
