//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

/// A task that waits for the addresses of a host, with its deadline.
//
// Sendable, unchecked: confined to its loop's thread after init, but for `answer`, which only reads what is constant.
final class LookupCaller: @unchecked Sendable {
    private let host: String
    private let port: Int
    private let resolver: Resolver
    private let loop: EventLoop
    private let deadline = Deadline(isTimeout: true)
    private var ticket: LookupSchedule<LookupCaller>.Ticket?
    private var continuation: CheckedContinuation<[NetworkAddress], any Error>?
    private var isCancelled = false

    init(host: String, port: Int, resolver: Resolver, loop: EventLoop) {
        self.host = host
        self.port = port
        self.resolver = resolver
        self.loop = loop
    }

    /// Asks the resolver.
    func start(_ continuation: CheckedContinuation<[NetworkAddress], any Error>) {
        guard !self.isCancelled else {
            continuation.resume(throwing: CancellationError())
            return
        }
        self.continuation = continuation
        guard let ticket = self.resolver.join(self.host, self) else {
            self.fail(UV_EAI_AGAIN, "too many names wait, or this one does not answer")
            return
        }
        self.ticket = ticket
        let limits = self.resolver.limits
        let start = self.loop.now
        // The cycle with the deadline ends with the wait.
        self.deadline.onExpiry { _ in self.queueTimeExpired(start: start) }
        self.loop.schedule(self.deadline, at: start + min(limits.queueTimeout, limits.timeout))
    }

    /// Gives up: the task was cancelled.
    func cancel() {
        self.isCancelled = true
        self.finish(.failure(CancellationError()))
    }

    /// Takes the answer, on any thread.
    func answer(_ answer: Resolver.Answer) {
        self.loop.execute {
            switch answer {
            case .success(let addresses): self.finish(.success(addresses.map { $0.withPort(self.port) }))
            case .failure(let failure): self.fail(uv_errno_t(rawValue: failure.code))
            }
        }
    }

    private func queueTimeExpired(start: UInt64) {
        let limits = self.resolver.limits
        guard let ticket, !self.resolver.isWaiting(ticket) else {
            self.fail(UV_EAI_AGAIN, "no thread was free within \(limits.queueTimeout) ms as other names do not answer")
            return
        }
        self.deadline.onExpiry { _ in self.fail(UV_ETIMEDOUT, "no answer within \(limits.timeout) ms") }
        self.loop.schedule(self.deadline, at: start + limits.timeout)
    }

    private func fail(_ code: uv_errno_t, _ reason: String? = nil) {
        let operation = "look up \(self.host)" + (reason.map { " (\($0))" } ?? "")
        self.finish(.failure(TransportError(code: code.rawValue, operation: operation)))
    }

    /// Resumes the task, once, and leaves the resolver.
    private func finish(_ result: Result<[NetworkAddress], any Error>) {
        guard let continuation else { return }
        self.continuation = nil
        self.loop.cancel(self.deadline)
        self.deadline.onExpiry(nil)
        if let ticket {
            self.resolver.leave(ticket)
        }
        continuation.resume(with: result)
    }
}
