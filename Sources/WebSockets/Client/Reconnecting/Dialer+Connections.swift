//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

extension Dialer {
    /// One connection after another to the same place, each made when the one before has been lost.
    ///
    /// It is what ``Dialer/connections(to:backoff:retrying:)`` returns.
    public struct Connections: AsyncSequence, Sendable {
        fileprivate let dialer: Dialer
        fileprivate let url: String
        fileprivate let backoff: Dialer.Backoff
        fileprivate let shouldRetry: @Sendable (_ error: WebSocket.Error, _ failures: Int) -> Bool

        /// Begins anew, with an attempt at once.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(connections: self)
        }

        /// Makes the connections.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let connections: Dialer.Connections
            private var current: (socket: WebSocket, since: ContinuousClock.Instant)?
            private var failures = 0

            fileprivate init(connections: Dialer.Connections) {
                self.connections = connections
            }

            /// Closes the last connection with 1000, if it is still open, and makes the next one, waiting as long as it takes.
            ///
            /// - Returns: An open connection; never `nil`.
            /// - Throws: ``WebSocket/Error`` if no connection could be made and trying again is of no use; `CancellationError`.
            public mutating func next() async throws -> WebSocket? {
                if let current = self.current.take() {
                    try await current.socket.close()
                    let hasLasted = current.since.duration(to: .now) >= self.connections.backoff.resetTime
                    try await self.wait(after: hasLasted ? 1 : self.failures + 1, atLeast: .zero)
                }
                while true {
                    do {
                        let socket = try await self.connections.dialer.dial(self.connections.url)
                        self.current = (socket, .now)
                        return socket
                    } catch let error as WebSocket.Error {
                        guard self.connections.shouldRetry(error, self.failures + 1) else { throw error }
                        try await self.wait(
                            after: self.failures + 1,
                            atLeast: error.retryAfter(now: EventLoop.secondsSince1970) ?? .zero
                        )
                    }
                }
            }

            private mutating func wait(after failures: Int, atLeast least: Duration) async throws {
                self.failures = failures
                var generator = SystemRandomNumberGenerator()
                let delay = self.connections.backoff.delay(after: failures, using: &generator)
                // A server does not get to send its clients away for ever.
                try await Task.sleep(
                    for: Swift.max(delay, Swift.min(least, self.connections.backoff.maximum, .longestWait))
                )
            }
        }
    }
}

extension Dialer {
    /// Stays connected: gives a fresh connection after each loss, as long as it is asked for one.
    ///
    /// ```swift
    /// for try await socket in Dialer().connections(to: "wss://example.com/prices") {
    ///     do {
    ///         for try await message in socket { print(message) }
    ///     } catch let error as WebSocket.Error {
    ///         print("Lost: \(error)")
    ///     }
    /// }
    /// ```
    ///
    /// The first attempt is made at once. Before all others there is a wait by `backoff`, or as long as the server asks for by
    /// `Retry-After`, but no longer than the longest wait. If you break out of the loop, you must close the connection.
    ///
    /// - Parameters:
    ///   - url: Where to, as for ``dial(_:)``.
    ///   - backoff: How long to wait between attempts.
    ///   - shouldRetry: Whether to go on after an attempt has failed, given the error and how many have failed or been lost
    ///     early in a row; by default if the error is one that ``WebSocket/Error/isTransient``. Otherwise it is thrown.
    /// - Returns: An endless sequence of connections.
    public func connections(
        to url: String,
        backoff: Dialer.Backoff = Dialer.Backoff(),
        retrying shouldRetry: @escaping @Sendable (_ error: WebSocket.Error, _ failures: Int) -> Bool = { error, _ in
            error.isTransient
        }
    ) -> Dialer.Connections {
        Dialer.Connections(dialer: self, url: url, backoff: backoff, shouldRetry: shouldRetry)
    }
}
