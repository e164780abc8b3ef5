//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSTLS
import WSTransport
import WebSocketProtocol

// How a dialer reaches a server: directly or by a proxy, and made secure if the URL wants it.
extension Dialer {
    /// Connects to a target.
    ///
    /// - Returns: A stream over which the opening handshake is to be sent.
    /// - Throws: ``WebSocket/Error`` or `CancellationError`.
    func stream(to target: WebSocketURL, on loop: EventLoop) async throws -> any ByteStream {
        guard target.isSecure, self.memoryServer?.isSecure != false else {
            return try await self.transport(to: target, on: loop)
        }
        let context = try await self.tlsContext(self.clientTLS, for: target)
        let stream = try await self.transport(to: target, on: loop)
        self.trace?(.tls)
        return try await self.secured(stream, by: context, host: target.host, for: target)
    }

    private func transport(to target: WebSocketURL, on loop: EventLoop) async throws -> any ByteStream {
        if let memoryServer {
            return try await memoryServer.connect().client
        }
        if let path = target.unixPath {
            let address = NetworkAddress.unix(path: path)
            self.trace?(.connect(address))
            return try await Self.connecting(to: target) { try await loop.connect(to: address) }
        }
        if let proxy = try self.proxySelection(for: target) {
            return try await self.tunnel(through: proxy, to: target, on: loop)
        }
        let hint = " A link-local address needs a zone, as in ws://[fe80::1%25eth0]/."
        return try await Self.connecting(to: target, hint: target.needsZone ? hint : "") {
            try await self.connect(target.hostWithZone, target.port, on: loop)
        }
    }

    private func connect(_ host: String, _ port: Int, on loop: EventLoop) async throws -> any ByteStream {
        if let netDial {
            return try await loop.adopt(try await netDial(host, port))
        }
        self.trace?(.lookUp(host: host))
        let addresses = try await loop.resolve(host: host, port: port)
        return try await AddressRace(addresses).connect(on: loop) { [trace = self.trace] in trace?(.connect($0)) }
    }

    private static func connecting(
        to what: any CustomStringConvertible,
        hint: String = "",
        _ connect: () async throws -> any ByteStream
    ) async throws -> any ByteStream {
        do {
            return try await connect()
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch {
            let message = "Could not connect to \(what): \(error)".asSentence + hint
            throw WebSocket.Error(.connectionFailed, message, cause: error)
        }
    }

    // MARK: TLS

    private func tlsContext(
        _ clientTLS: ClientTLS,
        for what: any CustomStringConvertible
    ) async throws -> TLSContext {
        do {
            return try await clientTLS.prepared()
        } catch {
            throw Self.tlsFailed(error, what)
        }
    }

    /// Makes a connection secure; it closes it if that fails.
    private func secured(
        _ stream: any ByteStream,
        by context: TLSContext,
        host: String,
        for what: any CustomStringConvertible
    ) async throws -> any ByteStream {
        do {
            return try await TLSStream.connect(over: stream, context, host: host)
        } catch {
            throw Self.tlsFailed(error, what)
        }
    }

    static func tlsFailed(_ error: any Error, _ what: any CustomStringConvertible) -> any Error {
        error is CancellationError && Task.isCancelled
            ? error
            : WebSocket.Error(.tlsFailed, "Could not connect to \(what) by TLS. \(error)".asSentence, cause: error)
    }

    // MARK: Proxies

    private func proxySelection(for target: WebSocketURL) throws -> Dialer.Proxy? {
        do {
            return try self.proxy.proxy(for: target)
        } catch {
            let message = "Cannot dial \(target), as no proxy could be selected: \(error)".asSentence
            throw WebSocket.Error((error as? WebSocket.Error)?.code ?? .proxyFailed, message, cause: error)
        }
    }

    private func tunnel(
        through proxy: Dialer.Proxy,
        to target: WebSocketURL,
        on loop: EventLoop
    ) async throws -> any ByteStream {
        let context = proxy.isSecure ? try await self.tlsContext(proxy.clientTLS, for: proxy) : nil
        var stream = try await Self.connecting(to: "the proxy \(proxy)") {
            try await self.connect(proxy.hostWithZone, proxy.port, on: loop)
        }
        if let context {
            stream = try await self.secured(stream, by: context, host: proxy.host, for: "the proxy \(proxy)")
        }
        self.trace?(.proxy(proxy))
        do {
            try await TunnelExchange(stream: stream, proxy, to: target).run()
            return stream
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch let error as TLS.Error {
            throw Self.tlsFailed(error, "the proxy \(proxy)")
        } catch {
            let message = "The proxy \(proxy) did not connect us to \(target). \(error)".asSentence
            let response = (error as? HTTPTunnel.Refusal)?.response
            let cause = (error as? TunnelExchange.Ended)?.cause ?? error
            throw WebSocket.Error(.proxyFailed, message, cause: cause, response: response)
        }
    }
}
