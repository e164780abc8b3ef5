//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
public import HTTP1
public import TLS
import Transport
import WebSocketProtocol

/// Opens WebSocket connections to servers (RFC 6455 §4.1).
///
/// ```swift
/// try await Dialer().connect(to: "ws://localhost:8080/echo") { socket in
///     try await socket.send("Hello!")
///     print(try await socket.receive())
/// }
/// ```
public struct Dialer: Sendable {
    /// The subprotocols to offer, the preferred ones first.
    public var subprotocols: [String]

    /// How messages are compressed, if the server agrees; `nil`, the default, offers nothing.
    public var compression: Compression?

    /// Further fields of the request, such as cookies and Origin; none of the handshake's own, but `Host` to override
    /// the URL's.
    public var headers: HTTPFields

    /// The cookies to send and to keep; `nil`, the default, sends and keeps none.
    ///
    /// ``headers`` may have no `Cookie` then.
    public var cookieJar: CookieJar?

    /// How long looking up the host, connecting and the opening handshake may take together; 30 seconds by default.
    public var handshakeTimeout: Duration

    /// The limits and policies of the connections.
    public var configuration: WebSocketConfiguration

    /// How connections to `wss` URLs are made secure; by default the server's certificate must be one that the system trusts
    /// and that is for the URL's host.
    public var tls = TLSClientConfiguration() {
        didSet { self.clientTLS = ClientTLS(self.tls) }
    }

    private var clientTLS = ClientTLS.default

    /// Makes the connection that the opening handshake and the WebSocket run over; `nil`, the default, looks up the host and
    /// connects by TCP.
    ///
    /// It is given the URL's host and port, and returns a socket that is connected, or a ``Transport/ByteChannel``, which the dialer
    /// then owns:
    ///
    /// ```swift
    /// var dialer = Dialer()
    /// dialer.netDial = { host, port in .channel(try await tunnel.open(host, port)) }
    /// ```
    ///
    /// It is cancelled when the time for dialing has run out, and has to end soon then. What it throws is the cause of a
    /// ``WebSocketError`` with the code `connectionFailed`.
    public var netDial: (@Sendable (_ host: String, _ port: Int) async throws -> NetworkConnection)?

    /// Told of each step of a dial, for a log or to measure them; `nil`, the default, is nobody.
    ///
    /// It is called on an event loop, and must not block.
    public var trace: (@Sendable (DialStep) -> Void)?

    /// The loops that the connections live on; by default those that all dialers share, one per core.
    public var eventLoops = EventLoops.shared

    /// Creates a dialer.
    ///
    /// - Parameters:
    ///   - subprotocols: The subprotocols to offer, the preferred ones first.
    ///   - compression: How messages are compressed, if the server agrees.
    ///   - headers: Further fields of the request.
    ///   - handshakeTimeout: How long dialing may take.
    ///   - configuration: The limits and policies of the connections.
    public init(
        subprotocols: [String] = [],
        compression: Compression? = nil,
        headers: HTTPFields = [:],
        handshakeTimeout: Duration = .seconds(30),
        configuration: WebSocketConfiguration = WebSocketConfiguration()
    ) {
        self.subprotocols = subprotocols
        self.compression = compression
        self.headers = headers
        self.handshakeTimeout = handshakeTimeout
        self.configuration = configuration
    }

    /// Opens a connection, runs `body` with it, and closes it on every path.
    ///
    /// It is closed with 1000 when `body` returns, and with 1001 or 1011 when it throws.
    ///
    /// - Parameters:
    ///   - url: Where to, as for ``dial(_:)``.
    ///   - body: Runs on the connection's loop, isolated to it.
    /// - Returns: What `body` returns.
    /// - Throws: ``WebSocketError`` if no connection could be made; `CancellationError`; what `body` throws.
    public func connect<Result: Sendable>(
        to url: String,
        _ body: @Sendable (_ socket: isolated WebSocket) async throws -> Result
    ) async throws -> Result {
        try await self.dial(url).runToEnd(body)
    }

    /// Opens a connection, which is the caller's to close.
    ///
    /// Cancelling the task, or its time running out, ends the attempt and leaves nothing behind.
    ///
    /// - Parameter url: Where to: `ws://host:port/path`, or `wss`. A user's name and password before the host are sent as Basic
    ///   authentication (RFC 7617), which by `ws` anybody in between can read.
    /// - Returns: An open connection.
    /// - Throws: ``WebSocketError`` if no connection could be made, with the server's answer if that is why;
    ///   `CancellationError`.
    public func dial(_ url: String) async throws -> WebSocket {
        let target = try self.target(url)
        let handshake = try self.handshake()
        let request = try self.request(target, handshake)
        let settings = ConnectionSettings(self.configuration)
        let loop = self.eventLoops.leastLoaded
        return try await loop.withTimeout(self.handshakeTimeout) {
            let context = try await self.tlsContext(for: target)
            var stream = try await self.connect(to: target, on: loop)
            if let context {
                stream = try await self.secured(stream, by: context, to: target)
            }
            self.trace?(.handshake)
            let exchange = OpeningExchange(stream: stream, trace: self.trace)
            do {
                let socket = try await exchange.run(request, handshake, settings, self.compression)
                self.keepCookies(of: socket.response, from: target)
                return socket
            } catch let error as WebSocketError {
                self.keepCookies(of: error.response, from: target)
                throw error
            }
        } timeoutError: {
            WebSocketError(.timedOut, "Could not connect to \(target) within \(self.handshakeTimeout).")
        }
    }

    // MARK: The request

    private func target(_ url: String) throws(WebSocketError) -> WebSocketURL {
        let target: WebSocketURL
        do {
            target = try WebSocketURL(url)
        } catch {
            throw WebSocketError(.invalidURL, "Cannot dial: \(error)", cause: error)
        }
        guard target.user == nil || !self.headers.contains("Authorization") else {
            throw WebSocketError(
                .invalidArgument,
                "Cannot dial \(target): there are credentials in the URL, and Authorization is among the headers."
            )
        }
        return target
    }

    private func handshake() throws(WebSocketError) -> ClientHandshake {
        var random = SystemRandomNumberGenerator()
        var bits: UInt64 = 0
        let nonce = InlineArray<16, UInt8> { index in
            // Two draws of eight bytes: each is a system call.
            bits = index % 8 == 0 ? random.next() : bits >> 8
            return UInt8(truncatingIfNeeded: bits)
        }
        do {
            return try ClientHandshake(
                nonce: nonce,
                subprotocols: self.subprotocols,
                extensions: self.compression.map { [$0.preferences.offer] } ?? []
            )
        } catch {
            throw WebSocketError(.invalidArgument, "Cannot dial: \(error)", cause: error)
        }
    }

    private func request(_ target: WebSocketURL, _ handshake: ClientHandshake) throws(WebSocketError) -> [UInt8] {
        guard self.cookieJar == nil || !self.headers.contains("Cookie") else {
            throw WebSocketError(
                .invalidArgument,
                "Cannot dial: there is a cookie jar, and Cookie is among the headers. Put the cookie into the jar."
            )
        }
        do {
            var fields = HTTPFields()
            try fields.append("Host", self.headers["Host"] ?? target.hostField)
            for field in handshake.fields {
                try fields.append(field.name, field.value)
            }
            if let credentials = target.basicCredentials {
                try fields.append("Authorization", credentials)
            }
            if let cookieJar, let cookies = cookieJar.cookies(for: CookieStore.Target(target)) {
                try fields.append("Cookie", cookies)
            }
            var headers = self.headers
            headers.remove("Host")
            for (name, value) in headers {
                let field = try HandshakeField(forRequest: name, value: value)
                try fields.append(field.name, field.value)
            }
            var bytes: [UInt8] = []
            try RequestSerializer.append(RequestHead(target: target.resource, fields: fields), to: &bytes)
            return bytes
        } catch {
            throw WebSocketError(.invalidArgument, "Cannot dial: \(error)", cause: error)
        }
    }

    private func keepCookies(of response: HandshakeResponse?, from target: WebSocketURL) {
        guard let cookieJar, let response else { return }
        cookieJar.store(response.headers.values(of: "Set-Cookie"), from: CookieStore.Target(target))
    }

    // MARK: The connection

    private func connect(to target: WebSocketURL, on loop: EventLoop) async throws -> any ByteStream {
        do {
            if let netDial {
                return try await loop.adopt(try await netDial(target.host, target.port))
            }
            return try await self.connectDirectly(to: target, on: loop)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw WebSocketError(.connectionFailed, "Could not connect to \(target): \(error).", cause: error)
        }
    }

    /// What makes connections secure; `nil` for a URL that wants none.
    private func tlsContext(for target: WebSocketURL) async throws -> TLSContext? {
        guard target.isSecure else { return nil }
        do {
            return try await self.clientTLS.prepared()
        } catch {
            throw self.tlsFailed(error, target)
        }
    }

    /// Makes a connection secure; it closes it if that fails.
    private func secured(
        _ stream: any ByteStream,
        by context: TLSContext,
        to target: WebSocketURL
    ) async throws -> any ByteStream {
        self.trace?(.tls)
        do {
            return try await TLSStream.connect(over: stream, context, host: target.host)
        } catch {
            throw self.tlsFailed(error, target)
        }
    }

    private func tlsFailed(_ error: any Error, _ target: WebSocketURL) -> any Error {
        error is CancellationError
            ? error : WebSocketError(.tlsFailed, "Could not connect to \(target) by TLS. \(error)", cause: error)
    }

    private func connectDirectly(to target: WebSocketURL, on loop: EventLoop) async throws -> UVStream {
        self.trace?(.lookUp(host: target.host))
        let addresses = try await loop.resolve(host: target.host, port: target.port)
        return try await AddressRace(addresses).connect(on: loop, trace: self.trace)
    }
}

extension WebSocketURL {
    /// The value of an Authorization field for the user's name and password, if there is one.
    fileprivate var basicCredentials: String? {
        self.user.map { "Basic " + Data("\($0):\(self.password ?? "")".utf8).base64EncodedString() }
    }
}
