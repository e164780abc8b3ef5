//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import WSTransport

/// A system whose lookups of some names hang: those that begin with `dead` in whatever case, until the test lets them go.
///
/// The others have the address 192.0.2.1, but for those that begin with `unknown`.
final class StubbornNames: @unchecked Sendable {
    // Sendable, unchecked: all below is behind the condition's lock.
    private let condition = NSCondition()
    private var isReleased = false
    private var running = 0
    private var mostRunning = 0
    private var asked: [String] = []

    /// The lookup, which blocks.
    @Sendable func lookUp(_ host: String) -> Resolver.Answer {
        self.condition.withLock {
            self.asked.append(host)
            self.running += 1
            self.mostRunning = max(self.mostRunning, self.running)
            self.condition.broadcast()
            while host.lowercased().hasPrefix("dead"), !self.isReleased { self.condition.wait() }
            self.running -= 1
            self.condition.broadcast()
        }
        if host.hasPrefix("unknown") { return .failure(Resolver.Failure(code: -3008)) }
        return .success([.tcp(host: "192.0.2.1", port: 0)])
    }

    /// Lets the names that hang answer.
    func release() {
        self.condition.withLock {
            self.isReleased = true
            self.condition.broadcast()
        }
    }

    /// Returns when as many lookups run.
    func waitUntilRunning(_ count: Int) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.condition.withLock {
                    while self.running != count { self.condition.wait() }
                }
                continuation.resume()
            }
        }
    }

    /// The names that have been looked up, in order.
    var names: [String] { self.condition.withLock { self.asked } }

    /// The most lookups that ran at a time.
    var peak: Int { self.condition.withLock { self.mostRunning } }
}

/// Gives names that hang to a resolver for the time of `body`, at whose end no lookup may be left.
func withResolver(
    _ configure: (inout ResolverLimits) -> Void = { _ in },
    _ body: (Resolver, StubbornNames, EventLoop) async throws -> Void
) async throws {
    var limits = ResolverLimits()
    configure(&limits)
    let names = StubbornNames()
    let resolver = Resolver(limits: limits, lookUp: names.lookUp)
    let result: Result<Void, any Error>
    do {
        try await withLoops(1) { try await body(resolver, names, $0[0]) }
        result = .success(())
    } catch {
        result = .failure(error)
    }
    names.release()
    await names.waitUntilRunning(0)
    while resolver.counts != (0, 0, 0), !Task.isCancelled { await Task.yield() }
    try result.get()
}

extension Resolver {
    /// Returns when as many lookups have a thread, as many wait for one, and as many callers wait for them: one each if nothing is
    /// said.
    func waitUntil(running: Int, waiting: Int, callers: Int? = nil) async {
        while self.counts != (running, waiting, callers ?? running + waiting), !Task.isCancelled { await Task.yield() }
    }
}
