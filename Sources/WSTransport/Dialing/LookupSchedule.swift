//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The order in which names are looked up, and the callers that wait for each: a value that knows no thread and no clock.
///
/// All callers that ask for a name at the same time share one lookup, so that each name has one place in the queue, whatever the
/// number of its callers. Places are taken in the order of arrival among names of the same ``Priority``.
package struct LookupSchedule<Caller: Sendable> {
    /// What is known of a name, best first.
    package enum Priority: Int, CaseIterable, Sendable {
        /// It has answered quickly.
        case quick
        /// It has not been asked for, as far as is remembered.
        case new
        /// Its last lookup took long, or it hangs now.
        case slow
    }

    /// A caller's place.
    package struct Ticket: Equatable, Sendable {
        fileprivate let lookup: UInt64
        fileprivate let caller: UInt64
    }

    /// A lookup for a thread to do.
    package struct Work: Equatable, Sendable {
        fileprivate let lookup: UInt64
        /// The name.
        package let host: String
    }

    private struct Lookup {
        let host: String
        let name: ExactString
        let priority: Priority
        var callers: [UInt64: Caller] = [:]
        /// When it got its thread.
        var start: UInt64?
    }

    /// A lookup that hangs, and one that was tried beside it.
    private static var lookupsPerName: Int { 2 }

    private let limits: ResolverLimits
    private var lookups: [UInt64: Lookup] = [:]
    /// The lookups of each name, in the order in which they were asked for: callers join the last.
    private var byName: [ExactString: [UInt64]] = [:]
    private var waiting = Priority.allCases.map { _ in FIFO<UInt64>() }
    private var running = Priority.allCases.map { _ in 0 }
    private var quickNames: Set<ExactString> = []
    private var slowNames: Set<ExactString> = []
    private var lastNumber: UInt64 = 0

    /// Creates an empty schedule.
    package init(limits: ResolverLimits) {
        self.limits = limits
    }

    /// How many lookups have a thread.
    package var runningCount: Int { self.running.reduce(0, +) }

    /// How many lookups wait for one.
    package var waitingCount: Int { self.waiting.reduce(0) { $0 + $1.count } }

    /// How many callers wait for an answer.
    package var callerCount: Int { self.lookups.values.reduce(0) { $0 + $1.callers.count } }

    // MARK: Callers

    /// Adds a caller to those that wait for a name, whose case does not matter.
    ///
    /// - Returns: Its place, or `nil` if too many names wait, or if this one hangs in as many lookups as it may have.
    package mutating func join(_ host: String, _ caller: Caller, now: UInt64) -> Ticket? {
        let name = ExactString(String(decoding: host.utf8.map(Self.lowercased), as: UTF8.self))
        let earlier = self.byName[name, default: []]
        if let last = earlier.last, !self.hangs(last, now: now) {
            return self.add(caller, to: last)
        }
        guard earlier.count < Self.lookupsPerName, self.waitingCount < self.limits.waitingNames else { return nil }
        let priority: Priority =
            if !earlier.isEmpty || self.slowNames.contains(name) {
                .slow
            } else if self.quickNames.contains(name) {
                .quick
            } else {
                .new
            }
        let lookup = self.nextNumber()
        self.lookups[lookup] = Lookup(host: host, name: name, priority: priority)
        self.byName[name] = earlier + [lookup]
        self.waiting[priority.rawValue].append(lookup)
        return self.add(caller, to: lookup)
    }

    /// Removes a caller; a lookup that has no other and no thread loses its place.
    package mutating func leave(_ ticket: Ticket) {
        guard var lookup = self.lookups[ticket.lookup] else { return }
        lookup.callers[ticket.caller] = nil
        self.lookups[ticket.lookup] = lookup
        if lookup.callers.isEmpty, lookup.start == nil {
            _ = self.waiting[lookup.priority.rawValue].removeFirst { $0 == ticket.lookup }
            self.forget(ticket.lookup, lookup)
        }
    }

    /// Whether the caller's lookup still waits for a thread.
    package func isWaiting(_ ticket: Ticket) -> Bool {
        self.lookups[ticket.lookup].map { $0.start == nil } ?? false
    }

    // MARK: Threads

    /// Takes the lookup that is next, if a thread may be used for it.
    ///
    /// To be called after each `join` and `finish`.
    package mutating func startNext(now: UInt64) -> Work? {
        guard self.runningCount < self.limits.lookups else { return nil }
        for priority in Priority.allCases where self.running[priority.rawValue] < self.share(of: priority) {
            guard let number = self.waiting[priority.rawValue].popFirst(), var lookup = self.lookups[number] else {
                continue
            }
            lookup.start = now
            self.lookups[number] = lookup
            self.running[priority.rawValue] += 1
            return Work(lookup: number, host: lookup.host)
        }
        return nil
    }

    /// Notes that a lookup has ended.
    ///
    /// - Returns: The callers that wait for its answer.
    package mutating func finish(_ work: Work, hasAnswer: Bool, now: UInt64) -> [Caller] {
        guard let lookup = self.lookups[work.lookup], let start = lookup.start else { return [] }
        self.running[lookup.priority.rawValue] -= 1
        self.forget(work.lookup, lookup)
        if now - start >= self.limits.slowness {
            self.quickNames.remove(lookup.name)
            self.remember(lookup.name, in: \.slowNames)
        } else {
            self.slowNames.remove(lookup.name)
            if hasAnswer {
                self.remember(lookup.name, in: \.quickNames)
            }
        }
        return Array(lookup.callers.values)
    }

    // MARK: Helpers

    private func share(of priority: Priority) -> Int {
        switch priority {
        case .quick: self.limits.lookups
        case .new: self.limits.newNames
        case .slow: self.limits.slowNames
        }
    }

    /// Whether a lookup has run for so long that the callers that it was started for have given up.
    private func hangs(_ number: UInt64, now: UInt64) -> Bool {
        guard let start = self.lookups[number]?.start else { return false }
        return now - start >= self.limits.timeout
    }

    private mutating func add(_ caller: Caller, to lookup: UInt64) -> Ticket {
        let number = self.nextNumber()
        self.lookups[lookup]?.callers[number] = caller
        return Ticket(lookup: lookup, caller: number)
    }

    private mutating func forget(_ number: UInt64, _ lookup: Lookup) {
        self.lookups[number] = nil
        let others = self.byName[lookup.name, default: []].filter { $0 != number }
        self.byName[lookup.name] = others.isEmpty ? nil : others
    }

    /// Adds a name, and forgets one if there are too many.
    private mutating func remember(_ name: ExactString, in names: WritableKeyPath<Self, Set<ExactString>>) {
        if self[keyPath: names].insert(name).inserted, self[keyPath: names].count > self.limits.rememberedNames {
            self[keyPath: names].removeFirst()
        }
    }

    private mutating func nextNumber() -> UInt64 {
        self.lastNumber += 1
        return self.lastNumber
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
