//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CUV

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension EventLoop {
    /// Looks up the numeric TCP addresses of a host, off the loop, in the order the system prefers.
    ///
    /// Cancelling the task returns at once; the lookup ends by itself.
    ///
    /// - Throws: ``TransportError`` if the name is unknown, or `CancellationError`.
    package func resolve(host: String, port: Int) async throws -> [SocketAddress] {
        let numeric = SocketAddress.tcp(host: host, port: port)
        if unsafe numeric.withNumeric({ _ in true }) == true {
            return [numeric]
        }
        let lookup = Lookup(host: host, port: port, loop: self)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.execute { lookup.start(continuation) }
            }
        } onCancel: {
            self.execute { lookup.cancel() }
        }
    }
}

/// One lookup of a name.
//
// Sendable, unchecked: confined to its loop's thread after init.
private final class Lookup: @unchecked Sendable {
    private let host: String
    private let port: Int
    private let loop: EventLoop
    private var continuation: CheckedContinuation<[SocketAddress], any Error>?
    private var isCancelled = false

    init(host: String, port: Int, loop: EventLoop) {
        self.host = host
        self.port = port
        self.loop = loop
    }

    func start(_ continuation: CheckedContinuation<[SocketAddress], any Error>) {
        guard !self.isCancelled else {
            continuation.resume(throwing: CancellationError())
            return
        }
        self.continuation = continuation
        let request = UnsafeMutablePointer<uv_getaddrinfo_t>.allocate(capacity: 1)
        unsafe request.initialize(to: uv_getaddrinfo_t())
        unsafe request.pointee.data = Unmanaged.passRetained(self).toOpaque()
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        #else
        unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        // libuv copies host and hints; the request is freed in its callback, or here if there will be none.
        let status = unsafe uv_getaddrinfo(self.loop.uv, request, Lookup.didResolve, self.host, nil, &hints)
        if status < 0 {
            unsafe Lookup.free(request)
            self.finish(.failure(TransportError(code: status, operation: "look up \(self.host)")))
        }
    }

    func cancel() {
        self.isCancelled = true
        self.finish(.failure(CancellationError()))
    }

    @discardableResult
    private static func free(_ request: UnsafeMutablePointer<uv_getaddrinfo_t>) -> Lookup? {
        // Balances start; called once for each.
        defer { unsafe request.deallocate() }
        guard let data = unsafe request.pointee.data else { return nil }
        return unsafe Unmanaged<Lookup>.fromOpaque(data).takeRetainedValue()
    }

    private static let didResolve: uv_getaddrinfo_cb = { request, status, list in
        // The list is ours to free; the request to give back.
        defer { unsafe uv_freeaddrinfo(list) }
        guard let request = unsafe request, let lookup = unsafe Lookup.free(request) else { return }
        unsafe lookup.didResolve(status, list)
    }

    private func didResolve(_ status: CInt, _ list: UnsafeMutablePointer<addrinfo>?) {
        var addresses: [SocketAddress] = []
        var next = unsafe list
        // The list is valid until the callback returns.
        while let entry = unsafe next {
            if let address = unsafe entry.pointee.ai_addr, case .tcp(let host, _) = unsafe SocketAddress(address) {
                addresses.append(.tcp(host: host, port: self.port))
            }
            unsafe next = entry.pointee.ai_next
        }
        if status < 0 || addresses.isEmpty {
            let code = status < 0 ? status : UV_EAI_NONAME.rawValue
            self.finish(.failure(TransportError(code: code, operation: "look up \(self.host)")))
        } else {
            self.finish(.success(addresses))
        }
        self.loop.runJobs()
    }

    private func finish(_ result: Result<[SocketAddress], any Error>) {
        self.continuation?.resume(with: result)
        self.continuation = nil
    }
}
