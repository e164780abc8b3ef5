//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

extension EventLoop {
    /// Connects to a numeric TCP address or a Unix path.
    ///
    /// Cancelling the task closes the socket at once.
    ///
    /// - Returns: A connected stream on this loop.
    /// - Throws: ``TransportError``, or `CancellationError`.
    package func connect(to address: NetworkAddress) async throws -> UVStream {
        let attempt = ConnectAttempt(address: address, loop: self)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.execute { attempt.start(continuation) }
            }
        } onCancel: {
            self.execute { attempt.cancel() }
        }
    }
}

/// One attempt to connect.
//
// Sendable, unchecked: confined to its loop's thread after init.
private final class ConnectAttempt: @unchecked Sendable {
    private let address: NetworkAddress
    private let loop: EventLoop
    private var stream: UVStream?
    private var continuation: CheckedContinuation<UVStream, any Error>?
    private var isCancelled = false

    init(address: NetworkAddress, loop: EventLoop) {
        self.address = address
        self.loop = loop
    }

    func start(_ continuation: CheckedContinuation<UVStream, any Error>) {
        guard !self.isCancelled else {
            continuation.resume(throwing: CancellationError())
            return
        }
        self.continuation = continuation
        do {
            switch self.address {
            case .tcp: try self.connectTCP()
            case .unix(let path): try self.connectPipe(path)
            }
        } catch {
            self.finish(.failure(error))
        }
    }

    func cancel() {
        self.isCancelled = true
        self.finish(.failure(CancellationError()))
    }

    private func connectTCP() throws(TransportError) {
        let stream = try UVStream(kind: .tcp, loop: self.loop)
        self.stream = stream
        let request = unsafe self.makeRequest()
        // The address is copied; the request is freed in its callback, or here if there will be none.
        let status =
            unsafe self.address.withNumeric { unsafe uv_tcp_connect(request, stream.tcp, $0, Self.didConnect) }
            ?? UV_EINVAL.rawValue
        if status < 0 {
            unsafe Self.free(request)
            throw TransportError(code: status, operation: "connect to \(self.address)")
        }
        unsafe uv_tcp_nodelay(stream.tcp, 1)
    }

    private func connectPipe(_ path: String) throws(TransportError) {
        try NetworkAddress.checkPath(path, "connect to \(path)")
        let stream = try UVStream(kind: .pipe, loop: self.loop)
        self.stream = stream
        // Every outcome comes through the callback.
        unsafe uv_pipe_connect(self.makeRequest(), stream.pipe, path, Self.didConnect)
    }

    /// A request that keeps the attempt alive until its callback.
    private func makeRequest() -> UnsafeMutablePointer<uv_connect_t> {
        let request = UnsafeMutablePointer<uv_connect_t>.allocate(capacity: 1)
        unsafe request.initialize(to: uv_connect_t())
        unsafe request.pointee.data = Unmanaged.passRetained(self).toOpaque()
        return unsafe request
    }

    @discardableResult
    private static func free(_ request: UnsafeMutablePointer<uv_connect_t>) -> ConnectAttempt? {
        // Balances makeRequest; called once for each.
        defer { unsafe request.deallocate() }
        guard let data = unsafe request.pointee.data else { return nil }
        return unsafe Unmanaged<ConnectAttempt>.fromOpaque(data).takeRetainedValue()
    }

    private static let didConnect: @convention(c) (UnsafeMutablePointer<uv_connect_t>?, CInt) -> Void = {
        request,
        status in
        guard let request = unsafe request, let attempt = unsafe ConnectAttempt.free(request) else { return }
        attempt.didConnect(status)
    }

    private func didConnect(_ status: CInt) {
        if let stream, status == 0, self.continuation != nil {
            self.stream = nil
            self.finish(.success(stream))
        } else {
            self.finish(.failure(TransportError(code: status, operation: "connect to \(self.address)")))
        }
        self.loop.runJobs()
    }

    private func finish(_ result: Result<UVStream, any Error>) {
        self.stream?.close()
        self.stream = nil
        self.continuation?.resume(with: result)
        self.continuation = nil
    }
}
