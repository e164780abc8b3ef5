//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP
import WSHTTP1
import WSTLS
import WSTransport
import WebSocketProtocol

/// The exchange of one opening handshake over a connected stream, from the client's end.
actor OpeningExchange {
    /// How many milliseconds the body of a refusal is waited for: the head alone says why the handshake failed, and a server may
    /// keep the connection open behind a body without a length.
    private static let bodyTimeout: UInt64 = 250

    private let stream: any ByteStream
    private let trace: (@Sendable (Dialer.Step) -> Void)?
    private var parser = ResponseParser()
    private var head: ResponseHead?
    private var body: [UInt8] = []
    /// What arrived behind the response: the first frames.
    private var early: [UInt8] = []
    private var hasReceivedEnd = false
    /// The first byte of the answer.
    private var firstByte: UInt8?
    /// The first byte of an alert of TLS (RFC 8446 §5.1), which no answer in HTTP begins with.
    private static let alertByte: UInt8 = 0x15
    private var continuation: CheckedContinuation<Dialer.HandshakeResponse, any Error>?

    init(stream: any ByteStream, trace: (@Sendable (Dialer.Step) -> Void)?) {
        self.stream = stream
        self.trace = trace
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.stream.loop.unownedSerialExecutor
    }

    /// Sends the request, checks the response, and makes the stream a WebSocket.
    ///
    /// - Throws: ``WebSocket/Error``, ``TLS/Error`` if that of the connection failed, or `CancellationError`; the stream is then closed.
    func run(
        _ request: [UInt8],
        _ handshake: ClientHandshake,
        _ settings: ConnectionSettings,
        _ compression: WebSocket.Compression?
    ) async throws -> WebSocket {
        do {
            let response = try await self.exchange(request)
            let agreed = try Self.check(response, handshake)
            let agreedCompression = try Self.check(agreed.extensions, compression, response)
            guard !self.stream.isClosed else {
                throw WebSocket.Error(.connectionLost, "The connection broke right after the opening handshake.")
            }
            return self.makeSocket(agreed, agreedCompression, response, settings)
        } catch {
            self.stream.close()
            throw error
        }
    }

    private func makeSocket(
        _ agreed: AcceptedHandshake,
        _ compression: AgreedCompression?,
        _ response: Dialer.HandshakeResponse,
        _ settings: ConnectionSettings
    ) -> WebSocket {
        let socket = WebSocket(
            stream: self.stream,
            role: .client,
            settings: settings,
            subprotocol: agreed.subprotocol,
            compression: compression,
            response: response
        )
        let early = self.early
        let hasReceivedEnd = self.hasReceivedEnd
        // Both live on one loop.
        socket.assumeIsolated { socket in
            socket.start(early: early)
            if hasReceivedEnd {
                socket.receivedEnd()
            }
        }
        return socket
    }

    private func exchange(_ request: [UInt8]) async throws -> Dialer.HandshakeResponse {
        self.stream.handler = self
        self.stream.append(request)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.continuation = continuation
                self.stream.startReading()
            }
        } onCancel: {
            self.stream.loop.execute {
                self.assumeIsolated { $0.cancelled() }
            }
        }
    }

    private static func check(
        _ response: Dialer.HandshakeResponse,
        _ handshake: ClientHandshake
    ) throws(WebSocket.Error) -> AcceptedHandshake {
        do {
            return try handshake.validate(status: response.status.rawValue, fields: response.headers)
        } catch {
            throw Self.failed(error, response)
        }
    }

    /// Checks what the server has agreed to of the extensions, of which one is offered at most.
    private static func check(
        _ extensions: [ExtensionOffer],
        _ compression: WebSocket.Compression?,
        _ response: Dialer.HandshakeResponse
    ) throws(WebSocket.Error) -> AgreedCompression? {
        guard let compression, let answer = extensions.first else { return nil }
        do {
            let parameters = try compression.preferences.check(answer)
            return AgreedCompression(role: .client, parameters: parameters, options: compression)
        } catch {
            throw Self.failed(error, response)
        }
    }

    private static func failed(_ error: any Error, _ response: Dialer.HandshakeResponse) -> WebSocket.Error {
        WebSocket.Error(
            .handshakeFailed,
            "The opening handshake failed. \(error)".asSentence,
            cause: error,
            response: response
        )
    }

    // MARK: Receiving

    private func received(_ bytes: Span<UInt8>) {
        if self.firstByte == nil, !bytes.isEmpty {
            self.firstByte = bytes[0]
        }
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
        if self.head?.status == .switchingProtocols {
            self.early.append(copying: bytes.extracting(droppingFirst: position))
        }
    }

    private func handle(_ event: ResponseParser.Event) {
        switch event {
        case .head(let head, _):
            self.head = head
            self.trace?(.response(head.status))
            if head.status == .switchingProtocols {
                self.finish()
            } else {
                self.stream.schedule(at: self.stream.loop.now + Self.bodyTimeout)
            }
        case .end:
            self.finish()
        case .failed(let violation):
            if self.head == nil {
                let message = self.message(for: violation)
                self.finish(.failure(WebSocket.Error(.handshakeFailed, message, cause: violation)))
            } else {
                // The head alone says why the handshake failed.
                self.finish()
            }
        case .needsMoreBytes, .body:
            break
        }
    }

    private func message(for violation: HTTPViolation) -> String {
        switch (self.firstByte, violation) {
        case (Self.alertByte, _):
            "The server answers in TLS: use wss for its port."
        case (nil, .unexpectedEnd):
            "The server closed the connection before it answered the opening handshake."
        case (_, .unexpectedEnd):
            "The server closed the connection in the middle of its answer to the opening handshake."
        default:
            "The server did not answer the opening handshake in HTTP. \(violation)"
        }
    }

    private func finish() {
        guard let head else { return }
        self.finish(.success(Dialer.HandshakeResponse(status: head.status, headers: head.fields, body: self.body)))
    }

    private func finish(_ result: Result<Dialer.HandshakeResponse, any Error>) {
        self.continuation.take()?.resume(with: result)
    }

    private func receivedEnd() {
        self.hasReceivedEnd = true
        self.handle(self.parser.nextAtEndOfStream())
        self.failed("the server closed it", nil)
    }

    private func cancelled() {
        // A server that refuses and then keeps us waiting for the rest of its body has said enough.
        self.finish()
        self.finish(.failure(CancellationError()))
    }

    private func failed(_ what: String, _ error: (any Error)?) {
        // A refusal that has arrived says more than the end of its connection.
        self.finish()
        if let error = error as? TLS.Error, error.code != .truncated {
            // With TLS 1.3 a server judges the client's certificate when the client has finished the handshake.
            self.finish(.failure(error))
        } else {
            let message = "The connection ended during the opening handshake: \(what)".asSentence
            self.finish(.failure(WebSocket.Error(.handshakeFailed, message, cause: error)))
        }
    }
}

// What happens on the stream. libuv calls on the loop's thread, outside of any task: each door checks that it is so.
extension OpeningExchange: ByteStreamHandler {
    nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.assumeIsolated { $0.received(bytes.span) }
    }

    nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { $0.receivedEnd() }
    }

    nonisolated func streamDidDrain() {}

    nonisolated func streamTimeReached(_ now: UInt64) {
        // A server that refuses and keeps us waiting for the rest of its body has said enough.
        self.assumeIsolated { $0.finish() }
    }

    nonisolated func streamDidClose() {
        self.assumeIsolated { $0.failed("both sides closed it", nil) }
    }

    nonisolated func streamDidFailWriting(_ error: any Error) {
        // What the server sent before tells more.
    }

    nonisolated func streamDidFail(_ error: any Error) {
        self.assumeIsolated { $0.failed("\(error)", error) }
    }
}
