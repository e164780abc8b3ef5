//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct OpeningRequestTests {
    /// The request of RFC 6455 §1.2.
    static let example = FieldLines([
        ("Host", "server.example.com"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Origin", "http://example.com"),
        ("Sec-WebSocket-Protocol", "chat, superchat"),
        ("Sec-WebSocket-Version", "13"),
    ])

    private func read(_ fields: FieldLines) throws(OpeningRequestRejection) -> OpeningRequest {
        try OpeningRequest(method: "GET", majorVersion: 1, minorVersion: 1, fields: fields)
    }

    @Test("The RFC's example is read")
    func rfcExample() throws {
        #expect(OpeningRequest.isUpgrade(Self.example))
        let request = try read(Self.example)
        #expect(request.key == "dGhlIHNhbXBsZSBub25jZQ==")
        #expect(request.host == "server.example.com")
        #expect(request.origin == "http://example.com")
        #expect(request.subprotocols == ["chat", "superchat"])
        #expect(request.extensions.isEmpty)
    }

    @Test("What is optional may be missing")
    func optionalFields() throws {
        let request = try read(
            Self.example.replacing("Origin", with: []).replacing("Sec-WebSocket-Protocol", with: [])
        )
        #expect(request.origin == nil)
        #expect(request.subprotocols.isEmpty)
    }

    @Test(
        "Fields in odd case, as lists and over several lines are read",
        arguments: [
            ("CONNECTION", ["keep-alive, UPGRADE"]),
            ("connection", ["keep-alive", "upgrade"]),
            ("Connection", [",Upgrade,, keep-alive,"]),
            ("uPGRADE", ["WebSocket"]),
            ("Upgrade", ["h2c, websocket"]),
            ("Upgrade", ["foo/1", "WEBSOCKET"]),
            ("HOST", ["server.example.com:8080"]),
            ("Host", ["[::1]:80"]),
            ("sec-websocket-version", ["13"]),
            ("SEC-WEBSOCKET-KEY", ["AAAAAAAAAAAAAAAAAAAAAA=="]),
            ("origin", ["null"]),
            ("Origin", [""]),
            ("Content-Length", ["0"]),
            ("sec-websocket-protocol", ["chat", "superchat, other"]),
            ("sec-websocket-extensions", ["foo; bar", "baz"]),
        ]
    )
    func variants(name: String, values: [String]) throws {
        let fields = Self.example.replacing(name, with: values)
        #expect(OpeningRequest.isUpgrade(fields))
        _ = try read(fields)
    }

    /// The head of a request with a line of every field that is read.
    private static let everyField =
        Self.example.adding("Sec-WebSocket-Extensions", "foo; bar").adding("Content-Length", "0")

    @Test("Spaces and tabs around a value are ignored", arguments: Self.everyField.lines.map(\.name))
    func surroundingSpaces(name: String) throws {
        let plain = try read(Self.everyField)
        let value = Self.everyField.values(of: name)[0]
        for around in [(" ", ""), ("", " "), ("\t", ""), ("", "\t"), (" \t ", "\t \t")] {
            let fields = Self.everyField.replacing(name, with: [around.0 + value + around.1])
            #expect(OpeningRequest.isUpgrade(fields))
            let request = try read(fields)
            #expect(request.key == plain.key)
            #expect(request.host == plain.host)
            #expect(request.origin == plain.origin)
            #expect(request.subprotocols == plain.subprotocols)
            #expect(request.extensions == plain.extensions)
        }
    }

    @Test(
        "Only spaces and tabs are ignored around a value",
        arguments: Self.everyField.lines.map(\.name).filter { $0 != "Origin" },
        ["\u{A0}", "\u{85}", "\r", "\n", "\r\n", "\u{B}", "\u{C}", "\u{0}", "\u{3000}"]
    )
    func otherSpaces(name: String, space: String) {
        let value = Self.everyField.values(of: name)[0]
        for spaced in [space + value, value + space, " " + space + value, value + space + " "] {
            let fields = Self.everyField.replacing(name, with: [spaced])
            #expect(throws: OpeningRequestRejection.self) { try read(fields) }
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        let values: [String]
        let status: Int

        init(_ name: String, _ values: [String], _ status: Int) {
            self.name = name
            self.values = values
            self.status = status
        }

        var testDescription: String { "\(name): \(values)" }

        static let all = [
            Refusal("Upgrade", [], 426),
            Refusal("Upgrade", [""], 426),
            Refusal("Upgrade", ["h2c"], 426),
            Refusal("Upgrade", ["websockets"], 426),
            Refusal("Upgrade", ["websocket/13"], 426),
            Refusal("Upgrade", ["webSoc\u{212A}et"], 426),
            Refusal("Upgrade", ["websocket; x"], 426),
            Refusal("Connection", [], 426),
            Refusal("Connection", ["keep-alive"], 426),
            Refusal("Connection", ["close", "keep-alive"], 426),
            Refusal("Connection", ["\"upgrade\""], 426),
            Refusal("Host", [], 400),
            Refusal("Host", ["a", "a"], 400),
            Refusal("Host", [""], 400),
            Refusal("Host", ["user@a"], 400),
            Refusal("Host", ["a/b"], 400),
            Refusal("Host", ["a, b"], 400),
            Refusal("Host", ["a:99999"], 400),
            Refusal("Sec-WebSocket-Version", [], 400),
            Refusal("Sec-WebSocket-Version", ["13", "13"], 400),
            Refusal("Sec-WebSocket-Version", [""], 400),
            Refusal("Sec-WebSocket-Version", [" "], 400),
            Refusal("Sec-WebSocket-Version", ["1 3"], 400),
            Refusal("Sec-WebSocket-Version", ["13, 8"], 400),
            Refusal("Sec-WebSocket-Version", ["+13"], 400),
            Refusal("Sec-WebSocket-Version", ["013"], 400),
            Refusal("Sec-WebSocket-Version", ["256"], 400),
            Refusal("Sec-WebSocket-Version", ["99999999999999999999"], 400),
            Refusal("Sec-WebSocket-Version", ["0"], 426),
            Refusal("Sec-WebSocket-Version", ["8"], 426),
            Refusal("Sec-WebSocket-Version", ["14"], 426),
            Refusal("Sec-WebSocket-Version", ["255"], 426),
            Refusal("Sec-WebSocket-Key", [], 400),
            Refusal("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="], 400),
            Refusal("Sec-WebSocket-Key", [""], 400),
            Refusal("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ"], 400),
            Refusal("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZR=="], 400),
            Refusal("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZWU="], 400),
            Refusal("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="], 400),
            Refusal("Origin", ["http://a", "http://a"], 400),
            Refusal("Sec-WebSocket-Protocol", [""], 400),
            Refusal("Sec-WebSocket-Protocol", ["a b"], 400),
            Refusal("Sec-WebSocket-Protocol", ["a", "b;c"], 400),
            Refusal("Sec-WebSocket-Protocol", ["a, a"], 400),
            Refusal("Sec-WebSocket-Protocol", ["a", "b", "a"], 400),
            Refusal("Sec-WebSocket-Protocol", ["é"], 400),
            Refusal("Sec-WebSocket-Protocol", [(0...64).map { "p\($0)" }.joined(separator: ",")], 400),
            Refusal("Sec-WebSocket-Extensions", [""], 400),
            Refusal("Sec-WebSocket-Extensions", ["a;"], 400),
            Refusal("Sec-WebSocket-Extensions", ["a; b=\"\\c"], 400),
            Refusal("Sec-WebSocket-Extensions", [String](repeating: "a", count: 33), 400),
            Refusal("Content-Length", ["1"], 400),
            Refusal("Content-Length", ["-0"], 400),
            Refusal("Content-Length", ["0", "1"], 400),
            Refusal("Content-Length", ["0, 1"], 400),
            Refusal("Content-Length", [""], 400),
            Refusal("Content-Length", ["99999999999999999999"], 400),
            Refusal("Transfer-Encoding", ["chunked"], 400),
            Refusal("Transfer-Encoding", [""], 400),
        ]
    }

    @Test("A field that is missing, doubled or wrong is refused", arguments: Refusal.all)
    func refusals(refusal: Refusal) {
        let fields = Self.example.replacing(refusal.name, with: refusal.values)
        let rejection = #expect(throws: OpeningRequestRejection.self) { try read(fields) }
        #expect(rejection?.status == refusal.status)
        // Nothing of the request comes back in the answer.
        #expect(rejection?.reason.utf8.allSatisfy { (0x20...0x7E).contains($0) } == true)
        let isUpgrade = !["Upgrade", "Connection"].contains(refusal.name)
        #expect(OpeningRequest.isUpgrade(fields) == isUpgrade)
    }

    @Test(
        "A method other than GET is refused with what is allowed",
        arguments: ["POST", "HEAD", "get", "CONNECT", "", "GET ", "GE\u{301}T"]
    )
    func methods(method: String) {
        let rejection = #expect(throws: OpeningRequestRejection.self) {
            try OpeningRequest(method: method, majorVersion: 1, minorVersion: 1, fields: Self.example)
        }
        #expect(rejection?.status == 405)
        #expect(rejection.map { FieldLines($0.fields).values(of: "Allow") } == ["GET"])
    }

    @Test("Only HTTP/1.1 and later minor versions are taken", arguments: [(0, 9), (1, 0), (2, 0), (3, 0), (-1, 1)])
    func httpVersions(major: Int, minor: Int) throws {
        let rejection = #expect(throws: OpeningRequestRejection.self) {
            try OpeningRequest(method: "GET", majorVersion: major, minorVersion: minor, fields: Self.example)
        }
        #expect(rejection?.status == 505)
        _ = try OpeningRequest(method: "GET", majorVersion: 1, minorVersion: 2, fields: Self.example)
    }

    @Test("An ordinary request is told to upgrade and to what")
    func upgradeRequired() {
        let rejection = #expect(throws: OpeningRequestRejection.self) { try read(FieldLines([("Host", "a")])) }
        #expect(rejection?.status == 426)
        let fields = rejection.map { FieldLines($0.fields) }
        #expect(fields?.values(of: "Upgrade") == ["websocket"])
        #expect(fields?.values(of: "Connection") == ["Upgrade"])
    }

    @Test("A wrong version is answered with the right one", arguments: [[], ["8"], ["x"], ["13", "13"]])
    func versions(values: [String]) {
        let rejection = #expect(throws: OpeningRequestRejection.self) {
            try read(Self.example.replacing("Sec-WebSocket-Version", with: values))
        }
        let fields = rejection.map { FieldLines($0.fields) }
        #expect(fields?.values(of: "Sec-WebSocket-Version") == ["13"])
        #expect(fields?.values(of: "Upgrade") == (rejection?.status == 426 ? ["websocket"] : []))
    }

    @Test("64 subprotocols are taken")
    func manySubprotocols() throws {
        let names = (0..<OpeningRequest.maxSubprotocols).map { "p\($0)" }
        let fields = Self.example.replacing("Sec-WebSocket-Protocol", with: [names.joined(separator: ", ")])
        #expect(try read(fields).subprotocols == names)
    }

    @Test("10,000 fields are read or refused, never trapped on", .timeLimit(.minutes(1)))
    func manyFields() throws {
        for name in ["X", "Connection", "Upgrade"] {
            var fields = Self.example
            fields.lines += (0..<10_000).map { (name: name, value: "x\($0)") }
            _ = try read(fields)
        }
        for line in Self.example.lines where !["Connection", "Upgrade"].contains(line.name) {
            var fields = Self.example
            fields.lines += (0..<10_000).map { _ in line }
            #expect(throws: OpeningRequestRejection.self) { try read(fields) }
        }
    }

    @Test("A head is asked for each field a fixed number of times, however many lines it has")
    func work() throws {
        final class Counter { var count = 0 }
        struct CountingFields: HeaderFields {
            let fields: FieldLines
            let counter: Counter

            func values(of name: String) -> [String] {
                counter.count += 1
                return fields.values(of: name)
            }
        }
        for extra in [0, 1000] {
            var fields = Self.example
            fields.lines += (0..<extra).map { (name: "X-\($0)", value: "x") }
            let counting = CountingFields(fields: fields, counter: Counter())
            _ = try OpeningRequest(method: "GET", majorVersion: 1, minorVersion: 1, fields: counting)
            #expect(counting.counter.count == 10)
        }
    }
}
