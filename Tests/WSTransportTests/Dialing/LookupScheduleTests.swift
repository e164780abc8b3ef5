//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport

/// A schedule with callers that are numbers.
private final class Names {
    private var schedule: LookupSchedule<Int>

    init(_ limits: ResolverLimits) {
        self.schedule = LookupSchedule(limits: limits)
    }

    var counts: [Int] { [self.schedule.runningCount, self.schedule.waitingCount] }

    @discardableResult
    func join(_ host: String, caller: Int = 0, at time: UInt64 = 0) -> LookupSchedule<Int>.Ticket? {
        self.schedule.join(host, caller, now: time)
    }

    func leave(_ ticket: LookupSchedule<Int>.Ticket) { self.schedule.leave(ticket) }

    func isWaiting(_ ticket: LookupSchedule<Int>.Ticket) -> Bool { self.schedule.isWaiting(ticket) }

    func startNext(at time: UInt64 = 0) -> LookupSchedule<Int>.Work? { self.schedule.startNext(now: time) }

    func finish(_ work: LookupSchedule<Int>.Work, hasAnswer: Bool = true, at time: UInt64) -> [Int] {
        self.schedule.finish(work, hasAnswer: hasAnswer, now: time).sorted()
    }

    /// Looks a name up, which takes so many milliseconds.
    func lookUp(_ host: String, taking duration: UInt64, hasAnswer: Bool = true) throws {
        self.join(host, caller: 7)
        let work = try #require(self.startNext())
        #expect(work.host == host)
        #expect(self.finish(work, hasAnswer: hasAnswer, at: duration) == [7])
    }

    /// Asks for names, and returns those that get a thread, in order.
    func start(_ hosts: [String]) -> [String] {
        for host in hosts { self.join(host) }
        var started: [String] = []
        while let work = self.startNext() { started.append(work.host) }
        return started
    }
}

@Suite
struct LookupScheduleTests {
    private var limits = ResolverLimits()

    init() {
        self.limits.lookups = 4
        self.limits.newNames = 2
        self.limits.slowNames = 1
    }

    @Test("names that have not answered yet have a share of the threads, slow ones a smaller, and quick ones go first")
    func shares() throws {
        let names = Names(self.limits)
        try names.lookUp("quick", taking: 5999)
        try names.lookUp("slow", taking: 6000)
        try names.lookUp("slow too", taking: 60_000, hasAnswer: false)
        let hosts = ["slow", "slow too", "new", "new too", "one more", "quick"]
        #expect(names.start(hosts) == ["quick", "new", "new too", "slow"])
        #expect(names.counts == [4, 2])
    }

    @Test("a slow name that answers quickly again is a quick one; a name that fails at once is still new")
    func priority() throws {
        let names = Names(self.limits)
        try names.lookUp("a", taking: 10_000)
        try names.lookUp("a", taking: 1)
        try names.lookUp("b", taking: 1, hasAnswer: false)
        #expect(names.start(["new", "b", "c", "a"]) == ["a", "new", "b"])
    }

    @Test("a caller that has left does not get the answer, and those that stay do")
    func leaving() throws {
        let names = Names(self.limits)
        let first = try #require(names.join("a", caller: 1))
        #expect(names.isWaiting(first))
        names.join("A", caller: 2)
        names.leave(first)
        names.leave(first)
        let work = try #require(names.startNext())
        #expect(names.startNext() == nil)
        #expect(!names.isWaiting(first))
        #expect(names.finish(work, at: 1) == [2])
        #expect(names.finish(work, at: 1) == [])
        #expect(names.counts == [0, 0])
    }

    @Test("a name whose lookup hangs is tried once more beside it, and has at most these two until one of them ends")
    func hanging() throws {
        let names = Names(self.limits)
        names.join("a", caller: 1)
        let first = try #require(names.startNext())
        #expect(names.join("a", caller: 2, at: 29_999) != nil)
        #expect(names.startNext(at: 29_999) == nil)
        #expect(names.join("a", caller: 3, at: 30_000) != nil)
        let second = try #require(names.startNext(at: 30_000))
        #expect(names.join("a", caller: 4, at: 59_999) != nil)
        #expect(names.join("a", caller: 5, at: 60_000) == nil)
        #expect(names.finish(first, at: 60_000) == [1, 2])
        #expect(names.join("a", caller: 6, at: 60_000) != nil)
        #expect(names.finish(second, at: 60_000) == [3, 4])
        #expect(names.counts == [0, 1])
    }

    @Test("names that differ only in how Unicode spells them are two")
    func exactNames() {
        #expect(Names(self.limits).start(["\u{E9}", "e\u{301}"]).count == 2)
    }

    @Test("as many names are remembered as the limit says")
    func memory() throws {
        var limits = self.limits
        limits.rememberedNames = 3
        limits.lookups = 10
        let names = Names(limits)
        let hosts = (0..<10).map { "name\($0)" }
        for host in hosts { try names.lookUp(host, taking: 1) }
        // Three that are known, and two that are new.
        #expect(names.start(hosts).count == 5)
    }
}
