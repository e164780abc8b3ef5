//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport
import WebSocketProtocol
import WebSockets

/// The other end of a connection under test: it sends any frames it likes and sees exactly what comes back.
///
/// It answers nothing by itself, but ends its side when the other has ended.
actor FramePeer {
    /// Which end of the connection this is.
    nonisolated let role: WebSocketRole

    private let stream: UVStream
    private var received: [UInt8] = []
    private var position = 0
    private var waiter: CheckedContinuation<Void, Never>?
    private var hasEnded = false

    /// Whether the connection was reset instead of ended.
    private(set) var wasReset = false

    /// Takes over a stream; the caller is on its loop.
    init(_ stream: UVStream, role: WebSocketRole) {
        self.stream = stream
        self.role = role
    }

    /// What the other end said of extensions in the opening handshake.
    private(set) var extensions: String?

    /// Opens a WebSocket with a server, offering extensions; `early` is sent in the same segment as the opening request.
    init(
        dialing address: NetworkAddress,
        path: String = "/",
        extensions: String? = nil,
        early: [UInt8] = []
    ) async throws {
        self.role = .client
        self.stream = try await EventLoopGroup.shared.leastLoaded.connect(to: address)
        self.start()
        let request =
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + Self.field(extensions) + "\r\n"
        self.stream.append(Array(request.utf8) + early)
        let head = try await self.receiveHead()
        guard head.hasPrefix("HTTP/1.1 101") else { throw NoHandshake() }
        self.extensions = Self.value(of: "Sec-WebSocket-Extensions", in: head)
    }

    private static func field(_ extensions: String?) -> String {
        extensions.map { "Sec-WebSocket-Extensions: \($0)\r\n" } ?? ""
    }

    private static func value(of name: String, in head: String) -> String? {
        let field = head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
        return field.map { String($0.dropFirst(name.utf8.count + 2)) }
    }

    /// The opening handshake failed.
    struct NoHandshake: Error {}

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.stream.loop.unownedSerialExecutor
    }

    /// Begins to read.
    func start() {
        self.stream.handler = self
        self.stream.startReading()
    }

    /// Answers the opening handshake of a client, agreeing to extensions; `early` is sent in the same segment as the
    /// response.
    func accept(extensions: String? = nil, early: [UInt8] = []) async throws {
        let head = try await self.receiveHead()
        self.extensions = Self.value(of: "Sec-WebSocket-Extensions", in: head)
        guard let value = Self.value(of: "Sec-WebSocket-Key", in: head), let key = HandshakeKey(value) else {
            throw NoHandshake()
        }
        let response =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(key.accept)\r\n" + Self.field(extensions) + "\r\n"
        self.stream.append(Array(response.utf8) + early)
    }

    private func receiveHead() async throws -> String {
        while true {
            if let end = self.received.firstRange(of: Array("\r\n\r\n".utf8)) {
                self.position = end.upperBound
                return String(decoding: self.received[..<end.lowerBound], as: UTF8.self)
            }
            guard await self.waitForMore(than: self.received.count) else { throw NoHandshake() }
        }
    }

    // MARK: Sending

    /// Sends bytes.
    func send(_ bytes: [UInt8]) {
        self.stream.append(bytes)
    }

    /// Sends frames, all at once.
    func send(_ frames: WireFrame...) {
        self.stream.append(frames.bytes(from: self.role))
    }

    /// How much of what was sent the kernel has not taken.
    var pendingOutput: Int {
        self.stream.pendingOutput
    }

    /// Waits until the kernel has taken all that was sent.
    func flush() async {
        while self.stream.pendingOutput > 0 { await Task.yield() }
    }

    /// Ends our side; the other can still be read.
    func endOutput() {
        self.stream.shutdownOutput()
    }

    /// Stops or resumes taking what the endpoint under test sends.
    func setReading(_ isReading: Bool) {
        if isReading {
            self.stream.startReading()
        } else {
            self.stream.stopReading()
        }
    }

    /// Drops the connection; it is reset if the kernel holds what was not read.
    func close() {
        self.stream.close()
        self.end()
    }

    // MARK: Receiving

    /// Waits for a frame; `nil` when the connection has ended.
    func receive() async throws -> WireFrame? {
        while true {
            let sender: WebSocketRole = self.role == .client ? .server : .client
            if let frame = try WireFrame.take(from: self.received, at: &self.position, sentBy: sender) {
                self.compact()
                return frame
            }
            guard await self.waitForMore(than: self.received.count) else { return nil }
        }
    }

    /// Waits for `count` bytes and takes them; fewer if the connection ends before.
    func receiveBytes(_ count: Int) async throws -> [UInt8] {
        while self.received.count - self.position < count {
            guard await self.waitForMore(than: self.received.count) else { break }
        }
        defer { self.position = min(self.position + count, self.received.count) }
        return Array(self.received[self.position...].prefix(count))
    }

    /// Waits until the connection has ended, and returns the frames that came before.
    func receiveToEnd() async throws -> [WireFrame] {
        var frames: [WireFrame] = []
        while let frame = try await self.receive() { frames.append(frame) }
        return frames
    }

    /// Waits until the endpoint under test has ended its side, or the connection has been reset.
    func waitForEnd() async {
        while await self.waitForMore(than: self.received.count) {}
    }

    private func compact() {
        guard self.position > 1 << 20 || self.position == self.received.count else { return }
        self.received.removeFirst(self.position)
        self.position = 0
    }

    /// Waits until something has come beyond the first `count` bytes; `false` if nothing more will.
    private func waitForMore(than count: Int) async -> Bool {
        await withCheckedContinuation { waiter in
            // Others may have run since the call.
            if self.hasEnded || self.received.count > count {
                waiter.resume()
            } else {
                self.waiter = waiter
            }
        }
        return !self.hasEnded || self.received.count > count
    }

    private func end() {
        self.hasEnded = true
        self.waiter.take()?.resume()
    }

    private func didReceive(_ bytes: Span<UInt8>) {
        // The pointer is used during the call only.
        unsafe bytes.withUnsafeBufferPointer { unsafe self.received.append(contentsOf: $0) }
        self.waiter.take()?.resume()
    }
}

extension FramePeer: ByteStreamHandler {
    nonisolated func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.assumeIsolated { $0.didReceive(bytes.span) }
    }

    nonisolated func streamDidReceiveEnd() {
        self.assumeIsolated { peer in
            peer.stream.shutdownOutput()
            peer.end()
        }
    }

    nonisolated func streamDidDrain() {}

    nonisolated func streamDidClose() {
        self.assumeIsolated { $0.end() }
    }

    nonisolated func streamDidFailWriting(_ error: any Error) {}

    nonisolated func streamDidFail(_ error: any Error) {
        self.assumeIsolated { peer in
            peer.wasReset = true
            peer.end()
        }
    }
}
