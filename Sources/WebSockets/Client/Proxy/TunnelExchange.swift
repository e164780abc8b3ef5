//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSProxies
import WSTLS
import WSTransport
import WebSocketProtocol

/// The exchange with a proxy over a connected stream, which then leads to the target.
actor TunnelExchange {
    /// The connection to the proxy ended before the tunnel was open.
    struct Ended: Error, CustomStringConvertible {
        let description: String
        /// The error of the connection, if it failed.
        var cause: (any Error)?
    }

    private let stream: any ByteStream
    private let proxy: Dialer.Proxy
    private let target: WebSocketURL
    private var negotiation: (any TunnelNegotiation)?
    private var continuation: CheckedContinuation<Void, any Error>?

    init(stream: any ByteStream, _ proxy: Dialer.Proxy, to target: WebSocketURL) {
        self.stream = stream
        self.proxy = proxy
        self.target = target
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.stream.loop.unownedSerialExecutor
    }

    /// Has the proxy connect the stream.
    ///
    /// - Throws: Why it has not, a ``TLS/Error`` if that of the proxy's connection failed, or `CancellationError`; the stream is then
    ///   closed.
    func run() async throws {
        do {
            let negotiation = try self.makeNegotiation()
            self.negotiation = negotiation
            self.stream.handler = self
            self.stream.append(negotiation.greeting)
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    self.continuation = continuation
                    self.stream.startReading()
                }
            } onCancel: {
                self.stream.loop.execute {
                    self.assumeIsolated { $0.finish(.failure(CancellationError())) }
                }
            }
        } catch {
            self.stream.close()
            throw error
        }
    }

    private func makeNegotiation() throws -> any TunnelNegotiation {
        let (host, port) = (self.target.host, self.target.port)
        return switch self.proxy.kind {
        case .http: try HTTPTunnel(to: host, port: port, self.proxy.userInfo)
        case .socks5: try SOCKS5Handshake(host: host, port: UInt16(clamping: port), self.proxy.userInfo)
        }
    }

    private func received(_ bytes: Span<UInt8>) {
        var position = 0
        while self.continuation != nil {
            switch self.negotiation?.next(bytes, from: &position) {
            case .needsMoreBytes, nil:
                return
            case .send(let bytes):
                self.stream.append(bytes)
            case .connected where position < bytes.count:
                // The target cannot have spoken yet: here it is the client who begins.
                self.finish(.failure(Ended(description: "It sent more than its answer.")))
            case .connected:
                // Until somebody is there for what comes.
                self.stream.stopReading()
                self.stream.handler = nil
                self.finish(.success(()))
            case .failed(let error):
                self.finish(.failure(error))
            }
        }
    }

    private func ended(_ why: String, _ cause: (any Error)? = nil) {
        if let error = cause as? TLS.Error, error.code != .truncated {
            // With TLS 1.3 a server judges the client's certificate when the client has finished the handshake.
            self.finish(.failure(error))
        } else {
            self.finish(.failure(Ended(description: "The connection to it ended: \(why)".asSentence, cause: cause)))
        }
    }

    private func finish(_ result: Result<Void, any Error>) {
        self.continuation.take()?.resume(with: result)
    }
}

// What happens on the stream. libuv calls on the loop's thread, outside of any task: each door checks that it is so.
extension TunnelExchange: ByteStreamHandler {
    nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.assumeIsolated { $0.received(bytes.span) }
    }

    nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { $0.ended("it closed it") }
    }

    nonisolated func streamDidDrain() {}

    nonisolated func streamDidClose() {
        self.assumeIsolated { $0.ended("both sides closed it") }
    }

    nonisolated func streamDidFailWriting(_ error: any Error) {
        // What the proxy sent before tells more.
    }

    nonisolated func streamDidFail(_ error: any Error) {
        self.assumeIsolated { $0.ended("\(error)", error) }
    }
}
