//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Looks up names on threads of its own, of which there are as many as there are lookups under way, and at most
/// ``ResolverLimits/lookups``.
///
/// ``LookupSchedule`` says which name is next. A thread goes on with the next name when it has an answer, and ends when there is none.
package final class Resolver: Sendable {
    /// Why a lookup failed.
    package struct Failure: Error {
        /// libuv's error number.
        package let code: CInt

        package init(code: CInt) {
            self.code = code
        }
    }

    /// The addresses of a name, whose ports do not matter, or why there are none.
    package typealias Answer = Result<[NetworkAddress], Failure>

    typealias Schedule = LookupSchedule<LookupCaller>

    /// The resolver of the process, which asks the system.
    package static let shared = Resolver { SystemLookup.addresses(of: $0) }

    /// What a thread is given.
    private final class ThreadContext: Sendable {
        let resolver: Resolver
        let work: Schedule.Work

        init(resolver: Resolver, work: Schedule.Work) {
            self.resolver = resolver
            self.work = work
        }
    }

    let limits: ResolverLimits
    private let lookUp: @Sendable (String) -> Answer
    private let schedule: Mutex<Schedule>

    /// Creates a resolver.
    ///
    /// - Parameters:
    ///   - limits: How many names are looked up at a time, and how long callers wait.
    ///   - lookUp: Looks a name up, on a thread on which it may block.
    package init(limits: ResolverLimits = ResolverLimits(), lookUp: @escaping @Sendable (String) -> Answer) {
        self.limits = limits
        self.lookUp = lookUp
        self.schedule = Mutex(LookupSchedule(limits: limits))
    }

    /// How many lookups have a thread, how many wait for one, and how many callers wait for them.
    package var counts: (running: Int, waiting: Int, callers: Int) {
        self.schedule.withLock { ($0.runningCount, $0.waitingCount, $0.callerCount) }
    }

    // MARK: Callers

    /// Adds a caller, which gets the answer on its loop.
    ///
    /// - Returns: Its place, or `nil` if there is none.
    func join(_ host: String, _ caller: LookupCaller) -> Schedule.Ticket? {
        let (ticket, work) = self.schedule.withLock {
            let now = Self.now
            return ($0.join(host, caller, now: now), $0.startNext(now: now))
        }
        var next = work
        while let work = next, let failure = self.startThread(for: work) {
            next = self.finish(work, .failure(failure))
        }
        return ticket
    }

    /// Removes a caller.
    func leave(_ ticket: Schedule.Ticket) {
        self.schedule.withLock { $0.leave(ticket) }
    }

    /// Whether a caller's lookup still waits for a thread.
    func isWaiting(_ ticket: Schedule.Ticket) -> Bool {
        self.schedule.withLock { $0.isWaiting(ticket) }
    }

    // MARK: Threads

    /// The monotonic clock in milliseconds.
    private static var now: UInt64 { uv_hrtime() / 1_000_000 }

    /// Passes an answer to the callers that wait for it, and takes the next lookup.
    private func finish(
        _ work: Schedule.Work,
        _ answer: Answer
    ) -> Schedule.Work? {
        let hasAnswer = if case .success = answer { true } else { false }
        let (callers, next) = self.schedule.withLock {
            let now = Self.now
            return ($0.finish(work, hasAnswer: hasAnswer, now: now), $0.startNext(now: now))
        }
        for caller in callers { caller.answer(answer) }
        return next
    }

    private func startThread(for work: Schedule.Work) -> Failure? {
        // The thread takes the context over; if there is none it is released here.
        let context = unsafe Unmanaged.passRetained(ThreadContext(resolver: self, work: work))
        let status = unsafe SystemThread.start(
            { argument in
                guard let argument = unsafe argument else { return }
                // The context that was retained for this thread.
                let context = unsafe Unmanaged<ThreadContext>.fromOpaque(argument).takeRetainedValue()
                context.resolver.runThread(from: context.work)
            },
            context.toOpaque()
        )
        guard status != 0 else { return nil }
        unsafe context.release()
        return Failure(code: status)
    }

    private func runThread(from work: Schedule.Work) {
        // The thread is never joined, and signals are for the application's threads.
        pthread_detach(pthread_self())
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        var next: Schedule.Work? = work
        while let work = next {
            next = self.finish(work, self.lookUp(work.host))
        }
    }
}
