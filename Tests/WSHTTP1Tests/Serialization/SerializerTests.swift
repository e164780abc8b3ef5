//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSHTTP
import WSHTTP1

@Suite("Serialisers")
struct SerializerTests {
    private func response(
        _ status: HTTP.Status,
        _ fields: HTTP.Fields = [:],
        body: BodyLength = .none,
        connection: ResponseSerializer.Connection? = nil,
        date: String? = nil
    ) -> String {
        var output: [UInt8] = []
        ResponseSerializer.append(
            status: status,
            fields: fields,
            body: body,
            connection: connection,
            date: date.map { text in Array(text.utf8) },
            to: &output
        )
        return String(decoding: output, as: UTF8.self)
    }

    @Test("A response says its status, fields, length, connection and date")
    func responses() {
        #expect(response(.ok) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(
            response(.notFound, ["A": "b"], body: .known(12), connection: .close, date: "now")
                == "HTTP/1.1 404 Not Found\r\nA: b\r\nDate: now\r\nConnection: close\r\nContent-Length: 12\r\n\r\n"
        )
        #expect(
            response(.ok, body: .chunked, connection: .keepAlive)
                == "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        #expect(response(.ok, body: .untilClose) == "HTTP/1.1 200 OK\r\n\r\n")
        #expect(response(299) == "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n")
    }

    @Test("An upgrade keeps its own Connection field and has no length")
    func upgrades() {
        #expect(
            response(.switchingProtocols, ["Connection": "Upgrade", "Upgrade": "websocket"])
                == "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        )
    }

    @Test("No length goes with a status that allows no content", arguments: [100, 101, 204, 304] as [HTTP.Status])
    func noLengthWithoutContent(_ status: HTTP.Status) {
        let fields: HTTP.Fields = ["Content-Length": "5", "Transfer-Encoding": "chunked"]
        for body in [BodyLength.none, .known(5), .chunked] {
            #expect(response(status, fields, body: body) == "HTTP/1.1 \(status)\r\n\r\n")
        }
    }

    @Test("Fields cannot contradict what the serialiser says of length and connection")
    func framingIsNotTheFields() {
        let fields: HTTP.Fields = [
            "content-length": "9", "TRANSFER-ENCODING": "chunked", "connection": "x", "Date": "d",
        ]
        #expect(
            response(.ok, fields, body: .known(1), connection: .close, date: "now")
                == "HTTP/1.1 200 OK\r\nDate: d\r\nConnection: close\r\nContent-Length: 1\r\n\r\n"
        )
    }

    @Test("A date that would end its line stops the program")
    func aDateMustBeValid() async {
        await #expect(processExitsWith: .failure) {
            var output: [UInt8] = []
            ResponseSerializer.append(status: .ok, date: [0x0D, 0x0A], to: &output)
        }
    }

    @Test("100 Continue is a head by itself")
    func continueIsAHead() {
        var output: [UInt8] = []
        ResponseSerializer.appendContinue(to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
    }

    @Test("A request says its method, target, version, fields and length")
    func requests() throws {
        var output: [UInt8] = []
        let head = RequestHead(
            method: .post,
            target: "/a?b",
            fields: ["Host": "x", "Content-Length": "99", "Empty": ""]
        )
        try RequestSerializer.append(head, body: .known(3), to: &output)
        #expect(
            String(decoding: output, as: UTF8.self)
                == "POST /a?b HTTP/1.1\r\nHost: x\r\nEmpty: \r\nContent-Length: 3\r\n\r\n"
        )
    }

    @Test(
        "A request with a target that would end its line is refused",
        arguments: ["", "/a b", "/a\r\nX: y", "/\0", "/ä", "a", "/#f"]
    )
    func invalidTargets(_ target: String) {
        var output: [UInt8] = [1]
        #expect(throws: HTTPViolation.invalidTarget) {
            try RequestSerializer.append(RequestHead(target: target), to: &output)
        }
        #expect(output == [1])
    }

    @Test("A request whose body lasts until the connection ends stops the program")
    func requestBodiesMustEnd() async {
        await #expect(processExitsWith: .failure) {
            var output: [UInt8] = []
            try RequestSerializer.append(RequestHead(target: "/"), body: .untilClose, to: &output)
        }
    }

    @Test("What is serialised is parsed again")
    func roundTrip() throws {
        let head = RequestHead(
            method: "BREW",
            target: "/pot?a=%20",
            version: .http11,
            fields: ["Host": "example.org", "A": "b, c", "a": "é", "Transfer-Encoding": "gzip"]
        )
        var output: [UInt8] = []
        try RequestSerializer.append(head, body: .chunked, to: &output)
        ChunkSerializer.append("Hello, ".utf8.span, to: &output)
        ChunkSerializer.append("".utf8.span, to: &output)
        ChunkSerializer.append(String(repeating: "x", count: 1_000).utf8.span, to: &output)
        ChunkSerializer.appendEnd(to: &output)

        let transcript = RequestTranscript([output])
        #expect(transcript.violation == nil)
        let request = try #require(transcript.requests.first)
        #expect(request.head.method == head.method)
        #expect(request.head.target == head.target)
        #expect(
            request.head.fields
                == ["Host": "example.org", "A": "b, c", "a": "é", "Transfer-Encoding": "chunked"]
        )
        #expect(request.isComplete)
        #expect(String(decoding: request.body, as: UTF8.self) == "Hello, " + String(repeating: "x", count: 1_000))
    }

    @Test("A serialised response is parsed again")
    func responseRoundTrip() throws {
        var output: [UInt8] = []
        ResponseSerializer.append(status: .forbidden, fields: ["A": "b"], body: .known(2), to: &output)
        output += "no".utf8
        let transcript = ResponseTranscript([output], limits: HTTPLimits(), closes: false)
        #expect(transcript.head?.status == .forbidden)
        #expect(transcript.head?.reason == "Forbidden")
        #expect(transcript.head?.fields == ["A": "b", "Content-Length": "2"])
        #expect(transcript.body == Array("no".utf8))
        #expect(transcript.isComplete)
    }
}
