//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSProxies
import WSTransport

/// A connection of a trusted proxy, until its header has come (the PROXY protocol).
final class ProxyHeaderReader {
    private let stream: any ByteStream
    private let serverLoop: ServerLoop
    private let peer: NetworkAddress?
    private let context: ConnectionContext
    private var parser = ProxyHeaderParser()

    init(_ stream: any ByteStream, from peer: NetworkAddress?, _ context: ConnectionContext, _ serverLoop: ServerLoop) {
        self.stream = stream
        self.serverLoop = serverLoop
        self.peer = peer
        self.context = context
    }

    /// Begins to receive.
    func start() {
        self.stream.handler = self
        self.stream.setDeadline(self.serverLoop.server.configuration.headTimeout)
        self.stream.startReading()
    }

    /// Leaves the header only a moment to arrive, as the server is stopping.
    func stop() {
        self.stream.setDeadline(self.serverLoop.server.configuration.lastRequestTimeout)
    }

    func close() {
        self.stream.close()
        self.serverLoop.counters.connectionEnded(of: nil, wasOpening: true)
        self.serverLoop.onLoop.connectionEnded(self.serverLoop, false)
    }

    private func fail() {
        self.serverLoop.counters.report(.invalidProxyHeader, self.context.id, self.peer)
        self.close()
    }

    /// Goes on with what is behind the header, in whose place this object was.
    private func finish(_ header: ProxyHeader, _ rest: inout [UInt8]) {
        var context = self.context
        switch header {
        case .client(let address, let port): context.client = NetworkAddress(address, port: port)
        case .unknownClient: break
        case .proxyItself: context.isProxyItself = true
        }
        self.stream.cancelSchedule()
        let stream = self.stream
        self.serverLoop.assumeIsolated { $0.open(stream, context) }
        if !rest.isEmpty {
            var bytes = rest.mutableSpan
            stream.handler?.streamDidReceive(&bytes)
        }
    }
}

extension ProxyHeaderReader: ByteStreamHandler {
    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        var position = 0
        switch self.parser.next(bytes.span, from: &position) {
        case .needsMoreBytes: break
        case .header(let header):
            var rest: [UInt8] = []
            rest.append(copying: bytes.span.extracting(droppingFirst: position))
            self.finish(header, &rest)
        case .failed: self.fail()
        }
    }

    func streamDidReceiveEnd() {
        // Whoever looks whether somebody listens says nothing.
        self.close()
    }

    func streamTimeReached(_ now: UInt64) {
        self.fail()
    }

    func streamDidDrain() {}

    func streamDidClose() {
        self.close()
    }

    func streamDidFailWriting(_ error: any Error) {}

    func streamDidFail(_ error: any Error) {
        self.close()
    }
}
