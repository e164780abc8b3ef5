//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing
import WSTransport

extension NetworkAddress {
    /// A free port of the loopback interface.
    static let loopback = NetworkAddress.tcp(host: "127.0.0.1", port: 0)

    /// A Unix path that nothing else uses.
    static func temporaryPath() -> NetworkAddress {
        .unix(path: "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))")
    }
}

/// Lends loops for the time of `body`, at whose end no connection may be left on them.
@discardableResult
func withLoops<Result>(_ count: Int, _ body: ([EventLoop]) async throws -> Result) async throws -> Result {
    let loops = EventLoopGroup.lease(count: count)
    defer { EventLoopGroup.giveBack(loops) }
    let result = try await body(loops)
    try await waitUntilUnused(loops)
    return result
}

/// Waits until no connection is left on the loops; the test's time limit ends the wait when one leaks.
func waitUntilUnused(_ loops: [EventLoop]) async throws {
    for loop in loops {
        while loop.connectionCount.load(ordering: .relaxed) != 0 {
            try await loop.perform { _ in }
        }
    }
}

/// Listens for the time of `body`.
///
/// - Parameters:
///   - address: Where.
///   - loops: The loops that get the connections; the first accepts.
///   - onConnection: Called with each connection on its loop.
///   - body: Gets the address that is listened at.
/// - Returns: What `body` returns.
/// - Throws: ``TransportError`` if the address cannot be listened at; what `body` throws.
@discardableResult
func withListener<Result>(
    at address: NetworkAddress = .loopback,
    on loops: [EventLoop],
    onConnection: @escaping @Sendable (UVStream) -> Void,
    _ body: (NetworkAddress) async throws -> Result
) async throws -> Result {
    let file: UnixSocketFile? = if case .unix(let path) = address { try await .create(at: path) } else { nil }
    let (listener, bound) = try await loops[0].perform { loop in
        let listener = try Listener(
            at: .address(address),
            using: file,
            on: loop,
            spreadingOver: loops,
            onConnection: onConnection
        )
        return (listener, try #require(listener.localAddress))
    }
    defer { loops[0].execute { listener.close() } }
    return try await body(bound)
}

/// The connections of a listener, as they come.
struct AcceptedStreams {
    fileprivate var streams: AsyncStream<UVStream>.Iterator

    /// Waits for the next connection.
    mutating func next() async -> UVStream? {
        await self.streams.next(isolation: #isolation)
    }
}

/// Listens for the time of `body`, which gets the address and the connections as they come.
@discardableResult
func withAcceptedStreams<Result>(
    at address: NetworkAddress = .loopback,
    on loops: [EventLoop],
    _ body: (NetworkAddress, inout AcceptedStreams) async throws -> Result
) async throws -> Result {
    let (streams, continuation) = AsyncStream<UVStream>.makeStream()
    var accepted = AcceptedStreams(streams: streams.makeAsyncIterator())
    let result = try await withListener(at: address, on: loops) {
        continuation.yield($0)
    } _: {
        try await body($0, &accepted)
    }
    // Behind the listener's end, which accepts whoever has come by then.
    for loop in loops { try await loop.perform { _ in } }
    continuation.finish()
    while let stream = await accepted.next() {
        try await stream.onLoop { $0.close() }
    }
    return result
}

/// Runs an echo server for the time of `body`.
@discardableResult
func withEcho<Result>(
    at address: NetworkAddress = .loopback,
    on loops: [EventLoop],
    _ body: (NetworkAddress) async throws -> Result
) async throws -> Result {
    try await withListener(at: address, on: loops) { stream in
        stream.handler = EchoHandler(stream: stream)
        stream.startReading()
    } _: {
        try await body($0)
    }
}
