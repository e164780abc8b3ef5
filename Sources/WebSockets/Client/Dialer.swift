//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
public import WSHTTP
public import WSTLS
import WSTransport
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
    public var subprotocols: [String] {
        get { self.hiddenSubprotocols.map { $0.reveal() } }
        set { self.hiddenSubprotocols = newValue.map { Secret($0) } }
    }

    /// Hidden, as some servers take a token in place of a subprotocol.
    private var hiddenSubprotocols: [Secret]

    /// How messages are compressed, if the server agrees; `nil`, the default, offers nothing.
    public var compression: WebSocket.Compression?

    /// Further fields of the request, such as cookies and Origin; none of the handshake's own, but `Host` to override
    /// the URL's.
    ///
    /// To dial with an invalid name or value, such as one with a line break, throws a ``WebSocket/Error`` with the code
    /// `invalidArgument`.
    public var headers: HTTP.Fields

    /// The cookies to send and to keep; `nil`, the default, sends and keeps none.
    ///
    /// ``headers`` may have no `Cookie` then.
    public var cookieJar: HTTP.CookieJar?

    /// How long looking up the host, connecting and the opening handshake may take together; 30 seconds by default.
    ///
    /// One that is not positive stops the program.
    public var handshakeTimeout: Duration {
        didSet { Self.check(self.handshakeTimeout) }
    }

    /// The limits and policies of the connections.
    public var configuration: WebSocket.Configuration

    /// How connections to `wss` URLs are made secure; by default the server's certificate must be one that the system trusts
    /// and that is for the URL's host.
    public var tls = TLS.ClientConfiguration() {
        didSet { self.clientTLS = ClientTLS(self.tls) }
    }

    private(set) var clientTLS = ClientTLS.default

    /// By which proxy to connect; by default the one that the environment names, if it names one.
    public var proxy = Dialer.ProxySelection.environment

    /// Whether to go where a server redirects to, ten times at most; `false` by default, and then a redirect is a handshake
    /// that has failed, with a response that says where to.
    ///
    /// What leads to another scheme, host or port gets none of `Authorization`, `Cookie` and `Host` of ``headers``, no
    /// user name and password of the URL, and no certificate of the client. What leads from `wss` to `ws`, or anywhere
    /// else than to a WebSocket at a host, is not followed.
    public var followsRedirects = false

    /// Makes the connection that the opening handshake and the WebSocket run over; `nil`, the default, looks up the host and
    /// connects by TCP.
    ///
    /// It is given the URL's host and port, or those of the proxy, and returns a socket that is connected, or a
    /// ``WSTransport/ByteChannel``, which the dialer then owns. It is not asked for a Unix socket.
    ///
    /// ```swift
    /// var dialer = Dialer()
    /// dialer.netDial = { host, port in .channel(try await tunnel.open(host, port)) }
    /// ```
    ///
    /// It is cancelled when the time for dialing has run out, and has to end soon then. What it throws is the cause of a
    /// ``WebSocket/Error`` with the code `connectionFailed`.
    public var netDial: (@Sendable (_ host: String, _ port: Int) async throws -> TransportConnection)?

    /// Told of each step of a dial, for a log or to measure them; `nil`, the default, is nobody.
    ///
    /// It is called on an event loop, and must not block.
    public var trace: (@Sendable (Dialer.Step) -> Void)?

    /// The loops that the connections live on; by default those that all dialers share, one per core.
    public var eventLoops = Dialer.EventLoops.shared

    /// The server to connect to in memory, whatever the URL names.
    package var memoryServer: MemoryServer?

    /// Creates a dialer.
    ///
    /// - Parameters:
    ///   - subprotocols: The subprotocols to offer, the preferred ones first.
    ///   - compression: How messages are compressed, if the server agrees.
    ///   - headers: Further fields of the request.
    ///   - handshakeTimeout: How long dialing may take; it must be positive.
    ///   - configuration: The limits and policies of the connections.
    public init(
        subprotocols: [String] = [],
        compression: WebSocket.Compression? = nil,
        headers: HTTP.Fields = [:],
        handshakeTimeout: Duration = .seconds(30),
        configuration: WebSocket.Configuration = WebSocket.Configuration()
    ) {
        Self.check(handshakeTimeout)
        self.hiddenSubprotocols = subprotocols.map { Secret($0) }
        self.compression = compression
        self.headers = headers
        self.handshakeTimeout = handshakeTimeout
        self.configuration = configuration
    }

    private static func check(_ handshakeTimeout: Duration) {
        precondition(handshakeTimeout > .zero, "handshakeTimeout must be positive")
    }

    /// Opens a connection, runs `body` with it, and closes it on every path.
    ///
    /// It is closed with 1000 when `body` returns, and with 1011 when it throws; with 1001 when the task has been cancelled.
    ///
    /// - Parameters:
    ///   - url: Where to, as for ``dial(_:)``.
    ///   - body: Runs on the connection's loop, isolated to it.
    /// - Returns: What `body` returns.
    /// - Throws: ``WebSocket/Error`` if no connection could be made; `CancellationError`; what `body` throws.
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
    /// - Parameter url: Where to: `ws://host:port/path`, or `wss`; `ws+unix:/run/chat.sock:/path` for a Unix socket. A user's
    ///   name and password before the host are sent as Basic authentication (RFC 7617), which by `ws` anybody in between can
    ///   read.
    /// - Returns: An open connection.
    /// - Throws: ``WebSocket/Error`` if no connection could be made, with the server's answer if that is why: of its body there is
    ///   what arrives within a quarter of a second. `CancellationError`.
    public func dial(_ url: String) async throws -> WebSocket {
        let first = try self.target(url)
        let loop = self.memoryServer?.loop ?? self.eventLoops.leastLoaded
        let progress = DialProgress()
        var traced = self
        traced.trace = { [trace] step in
            progress.reach(step)
            trace?(step)
        }
        return try await loop.withTimeout(self.handshakeTimeout) { [traced] in
            var (target, dialer) = (first, traced)
            var redirects = 0
            while true {
                do {
                    return try await dialer.attempt(target, on: loop)
                } catch let error as WebSocket.Error {
                    (target, dialer) = try dialer.redirected(by: error, from: target, after: redirects)
                    redirects += 1
                }
            }
        } timeoutError: {
            WebSocket.Error(
                .timedOut,
                "Could not connect to \(first) within \(self.handshakeTimeout): \(progress.description)."
            )
        }
    }

    /// Returns text percent-encoded, to be a segment of a URL's path, or a name or a value of its query, whatever it contains.
    ///
    /// ```swift
    /// let url = "wss://example.com/rooms/\(Dialer.encodeComponent("tea & [biscuits]"))"
    /// ```
    ///
    /// Each byte of its UTF-8 is escaped but letters and digits of ASCII and `-`, `.`, `_` and `~` (RFC 3986 §2.3).
    public static func encodeComponent(_ text: String) -> String {
        PercentEncoding.encodeComponent(text)
    }

    private func target(_ url: String) throws(WebSocket.Error) -> WebSocketURL {
        do {
            return try WebSocketURL(url)
        } catch {
            throw WebSocket.Error(.invalidURL, "Cannot dial: \(error)", cause: error)
        }
    }

    private func attempt(_ target: WebSocketURL, on loop: EventLoop) async throws -> WebSocket {
        let handshake = try self.handshake()
        let request = try self.request(target, handshake)
        let stream = try await self.stream(to: target, on: loop)
        self.trace?(.handshake)
        let exchange = OpeningExchange(stream: stream, trace: self.trace)
        do {
            let settings = ConnectionSettings(self.configuration)
            let socket = try await exchange.run(request, handshake, settings, self.compression)
            self.keepCookies(of: socket.response, from: target)
            return socket
        } catch let error as WebSocket.Error {
            self.keepCookies(of: error.response, from: target)
            throw error
        } catch let error as TLS.Error {
            throw Self.tlsFailed(error, target)
        }
    }
}
