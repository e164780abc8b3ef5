//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP
import WSHTTP1
import WSTransport
import WebSockets

/// One request and its response over a stream in memory.
actor TestExchange {
    private let stream: MemoryStream
    private var parser = ResponseParser(limits: HTTPLimits(maxBodySize: 1 << 30))
    /// Whether the response has no body, whatever its fields say.
    private var isHead = false
    private var head: ResponseHead?
    private var body: [UInt8] = []
    private var continuation: CheckedContinuation<HTTP.Response, any Error>?

    init(_ stream: MemoryStream) {
        self.stream = stream
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.stream.loop.unownedSerialExecutor
    }

    /// Sends the request, and waits for the response.
    func run(_ method: HTTP.Method, _ path: String, _ headers: HTTP.Fields, _ body: [UInt8]) async throws
        -> HTTP.Response
    {
        defer { self.stream.close() }
        var fields = headers
        if !fields.contains("Host") {
            fields["Host"] = "localhost"
        }
        fields["Connection"] = "close"
        var bytes: [UInt8] = []
        do {
            try RequestSerializer.append(
                RequestHead(method: method, target: path, fields: fields),
                body: body.isEmpty ? .none : .known(body.count),
                to: &bytes
            )
        } catch {
            throw WebSocket.Error(.invalidArgument, "Cannot send the request: \(error)", cause: error)
        }
        self.isHead = method == .head
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.continuation = continuation
                self.stream.handler = self
                self.stream.append(bytes + body)
                self.stream.startReading()
            }
        } onCancel: {
            self.stream.loop.execute { self.assumeIsolated { $0.finish(throwing: CancellationError()) } }
        }
    }

    private func received(_ bytes: Span<UInt8>) {
        var position = 0
        while self.continuation != nil {
            let event = self.parser.next(bytes, from: &position)
            if case .needsMoreBytes = event { return }
            if case .body(let range) = event {
                self.body.append(copying: bytes.extracting(range))
            } else {
                self.handle(event)
            }
        }
    }

    private func handle(_ event: ResponseParser.Event) {
        switch event {
        case .head(let head, _):
            self.head = head
            if self.isHead || head.status == .switchingProtocols { self.finish() }
        case .end: self.finish()
        case .failed(let violation):
            self.finish(throwing: Self.error("The server did not answer in HTTP: \(violation)"))
        case .needsMoreBytes, .body: break
        }
    }

    private func finish() {
        guard let head else { return }
        let response = HTTP.Response(status: head.status, headers: head.fields, body: self.body)
        self.continuation.take()?.resume(returning: response)
    }

    private func finish(throwing error: any Error) {
        self.continuation.take()?.resume(throwing: error)
    }

    private static func error(_ message: String) -> WebSocket.Error {
        WebSocket.Error(.connectionLost, message)
    }
}

extension TestExchange: ByteStreamHandler {
    nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.assumeIsolated { $0.received(bytes.span) }
    }

    nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { exchange in
            exchange.handle(exchange.parser.nextAtEndOfStream())
            exchange.finish(throwing: Self.error("The server closed the connection without a response."))
        }
    }

    nonisolated func streamDidDrain() {}
    nonisolated func streamDidClose() {}
    nonisolated func streamDidFailWriting(_ error: any Error) {}

    nonisolated func streamDidFail(_ error: any Error) {
        self.assumeIsolated { $0.finish(throwing: Self.error("The connection broke: \(error).")) }
    }
}
