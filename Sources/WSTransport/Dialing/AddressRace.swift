//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Connecting to the first of a host's addresses that answers (RFC 8305, “Happy Eyeballs”).
///
/// A host whose IPv6 is broken somewhere on the way is reached by IPv4 as soon as that has been given a chance.
package struct AddressRace: Sendable {
    /// How long an address is waited for before the next is tried as well (RFC 8305 §5).
    private static let delay = Duration.milliseconds(250)

    /// In the order in which they are tried.
    package let addresses: [NetworkAddress]

    private enum Event: Sendable {
        case connected(UVStream)
        case failed(any Error)
        /// The address that was tried as this one has had its chance.
        case waited(attempt: Int)
    }

    /// Puts addresses in order: families alternate, beginning with the one that the system prefers (RFC 8305 §4).
    package init(_ addresses: [NetworkAddress]) {
        let isFirstKind = addresses.map { $0.isIPv6 == addresses[0].isIPv6 }
        let first = zip(addresses, isFirstKind).filter(\.1).map(\.0)
        let second = zip(addresses, isFirstKind).filter { !$0.1 }.map(\.0)
        var ordered: [NetworkAddress] = []
        for index in 0..<max(first.count, second.count) {
            ordered += [first, second].compactMap { index < $0.count ? $0[index] : nil }
        }
        self.addresses = ordered
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - loop: The loop that the stream is to live on.
    ///   - onAttempt: Told of each address that is tried.
    /// - Returns: The first stream that is connected; the other attempts end.
    /// - Throws: Why an address could not be connected to, the last one whose error is transient or else the last one; or
    ///   `CancellationError`.
    package func connect(on loop: EventLoop, onAttempt: (@Sendable (NetworkAddress) -> Void)? = nil) async throws
        -> UVStream
    {
        if self.addresses.count == 1 {
            onAttempt?(self.addresses[0])
            return try await loop.connect(to: self.addresses[0])
        }
        return try await withTaskGroup(of: Event.self) { group -> Result<UVStream, any Error> in
            var attempts = 0
            var running = 0
            var mayStart = true
            var lastError: any Error = CancellationError()
            while true {
                if mayStart, attempts < self.addresses.count {
                    let address = self.addresses[attempts]
                    attempts += 1
                    running += 1
                    let attempt = attempts
                    onAttempt?(address)
                    group.addTask { await Self.attempt(address, on: loop) }
                    group.addTask {
                        // Cancelled, it is over at once, and so is the race.
                        try? await Task.sleep(for: Self.delay)
                        return .waited(attempt: attempt)
                    }
                }
                guard running > 0, let event = await group.next() else { return .failure(lastError) }
                switch event {
                case .connected(let stream):
                    group.cancelAll()
                    await Self.closeLosers(in: &group)
                    return .success(stream)
                case .failed(let error):
                    // A family of addresses that the system does not support says nothing about the server.
                    if !Self.isTransient(lastError) || Self.isTransient(error) || error is CancellationError {
                        lastError = error
                    }
                    running -= 1
                    mayStart = !(error is CancellationError)
                case .waited(let attempt):
                    // Unless a failure has started the next since.
                    mayStart = attempt == attempts && !Task.isCancelled
                }
            }
        }.get()
    }

    private static func isTransient(_ error: any Error) -> Bool {
        (error as? TransportError)?.isTransient ?? false
    }

    private static func attempt(_ address: NetworkAddress, on loop: EventLoop) async -> Event {
        do {
            return .connected(try await loop.connect(to: address))
        } catch {
            return .failed(error)
        }
    }

    /// Closes what was connected at the same time as the stream that is used.
    private static func closeLosers(in group: inout TaskGroup<Event>) async {
        for await event in group {
            if case .connected(let stream) = event {
                stream.loop.execute { stream.close() }
            }
        }
    }
}

extension NetworkAddress {
    fileprivate var isIPv6: Bool {
        if case .tcp(let host, _) = self { host.utf8.contains(UInt8(ascii: ":")) } else { false }
    }
}
