//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WebSockets

/// Our server and curl.
@Suite(.timeLimit(.minutes(1)))
struct CurlTests {
    private func makeServer() -> HTTPServer {
        let server = HTTPServer(eventLoops: 1)
        server.get("/hello") { _ in HTTP.Response(text: "Hello World") }
        server.get("/rooms/{name}") { HTTP.Response(text: "\($0.parameters["name"] ?? "") \($0.query ?? "")") }
        server.get("/large") { _ in HTTP.Response(body: [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)) }
        server.post("/length") { HTTP.Response(status: .created, text: "\($0.body.count)") }
        server.on(.put, "/upload") { HTTP.Response(body: $0.body) }
        server.webSocket("/socket") { _ in }
        return server
    }

    /// Runs curl against a server and returns its output.
    private func curl(
        _ arguments: [String],
        input: [UInt8] = [],
        at listening: NetworkAddress = .tcp(host: "127.0.0.1", port: 0),
        _ paths: String...
    ) async throws -> (output: String, errors: String) {
        let result = try await withServer(self.makeServer(), at: listening) { address in
            let host = address.port == nil ? "localhost" : address.description
            // --noproxy: whatever the environment says, the server is here.
            let common = ["--silent", "--show-error", "--noproxy", "*", "--max-time", "30"]
            let urls = paths.map { "http://\(host)\($0)" }
            return try await ChildProcess.run("curl", common + arguments + urls, input: input)
        }
        #expect(result.status == 0, "\(result.errors)")
        return (result.output, result.errors)
    }

    @Test("GET gets the whole body")
    func get() async throws {
        #expect(try await self.curl([], "/hello").output == "Hello World")
        #expect(try await self.curl([], "/rooms/caf%C3%A9?a=b").output == "café a=b")
        #expect(try await self.curl([], "/large").output.utf8.count == 5_000_000)
    }

    @Test("HEAD gets the head of GET, and no body")
    func head() async throws {
        let head = try await self.curl(["--head"], "/hello").output
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(head.lowercased().contains("\r\ncontent-length: 11\r\n"))
        #expect(head.lowercased().contains("\r\ndate: "))
        #expect(!head.contains("Hello World"))
    }

    @Test("a body is taken with its length", arguments: [0, 1, 1000, 1 << 20])
    func post(count: Int) async throws {
        let body = [UInt8](repeating: UInt8(ascii: "b"), count: count)
        let arguments = ["--data-binary", "@-", "--write-out", " %{http_code}"]
        #expect(try await self.curl(arguments, input: body, "/length").output == "\(count) 201")
    }

    @Test("a body of unknown length is taken in chunks", arguments: [0, 1, 100_000, 1 << 20])
    func chunked(count: Int) async throws {
        let body = (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        let arguments = ["--upload-file", "-", "--header", "Transfer-Encoding: chunked"]
        let output = try await self.curl(arguments, input: body, "/upload").output
        #expect(output == String(decoding: body, as: UTF8.self))
    }

    @Test("a client that asks first is told to continue")
    func expectContinue() async throws {
        let body = [UInt8](repeating: UInt8(ascii: "b"), count: 500_000)
        // Without our answer curl would wait for longer than it may take.
        let arguments = ["--verbose", "--header", "Expect: 100-continue", "--expect100-timeout", "60"]
        let result = try await self.curl(arguments + ["--data-binary", "@-"], input: body, "/length")
        #expect(result.output == "500000")
        let position = try #require(result.errors.firstRange(of: "< HTTP/1.1 100 Continue"))
        #expect(result.errors[position.upperBound...].contains("< HTTP/1.1 201 Created"))
    }

    @Test("a body beyond the limit is refused before it is sent")
    func tooLarge() async throws {
        let body = [UInt8](repeating: UInt8(ascii: "b"), count: (1 << 20) + 1)
        let arguments = ["--header", "Expect: 100-continue", "--expect100-timeout", "60", "--output", "/dev/null"]
        let more = ["--data-binary", "@-", "--write-out", "%{http_code} %{size_upload}"]
        #expect(try await self.curl(arguments + more, input: body, "/length").output == "413 0")
    }

    @Test("one connection serves several requests")
    func keepAlive() async throws {
        let arguments = ["--write-out", " %{num_connects}|"]
        #expect(
            try await self.curl(arguments, "/hello", "/hello", "/nowhere", "/hello").output
                == "Hello World 1|Hello World 0|Not Found\n 0|Hello World 0|"
        )
        let closing = arguments + ["--header", "Connection: close"]
        #expect(try await self.curl(closing, "/hello", "/hello").output == "Hello World 1|Hello World 1|")
    }

    @Test("HTTP/1.0 is answered, and keeps the connection only on request")
    func http10() async throws {
        let arguments = ["--http1.0", "--include", "--write-out", "|%{num_connects}|"]
        let closing = try await self.curl(arguments, "/hello", "/hello").output
        #expect(closing.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(closing.split(separator: "|").filter { $0 == "1" }.count == 2)
        let keeping = try await self.curl(arguments + ["--header", "Connection: keep-alive"], "/hello", "/hello").output
        #expect(keeping.split(separator: "|").filter { $0 == "0" }.count == 1, "\(keeping)")
    }

    @Test(
        "what cannot be served is refused with the right status",
        arguments: [
            ([], "/nowhere", "404"), (["--request", "DELETE"], "/hello", "405"),
            (["--request", "BREW"], "/hello", "501"), ([], "/socket", "426"),
            (["--header", "X: " + String(repeating: "x", count: 20_000)], "/hello", "431"),
            (["--path-as-is"], "/hello/../hello", "404"), (["--header", "Host:"], "/hello", "400"),
        ] as [([String], String, String)]
    )
    func refusals(arguments: [String], path: String, status: String) async throws {
        let output = ["--output", "/dev/null", "--write-out", "%{http_code}"]
        #expect(try await self.curl(output + arguments, path).output == status)
    }

    @Test("a refused method is told which are allowed")
    func allow() async throws {
        let arguments = ["--request", "DELETE", "--output", "/dev/null", "--write-out", "%header{allow}"]
        #expect(try await self.curl(arguments, "/hello").output == "GET, HEAD")
    }

    @Test("a Unix socket serves as TCP does")
    func unixSocket() async throws {
        let path = "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))"
        let arguments = ["--unix-socket", path, "--write-out", " %{num_connects}|"]
        let output = try await self.curl(arguments, at: .unix(path: path), "/hello", "/hello").output
        #expect(output == "Hello World 1|Hello World 0|")
    }
}
