//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
package import Synchronization
import WSBase

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One thread running one libuv loop, and the executor of everything that lives on it.
///
/// Actors name it as their serial executor and tasks prefer it as their task executor, so a connection's state,
/// its callbacks and its handler share one thread and never hop.
///
/// A turn of the loop is: jobs, pending output, wait for I/O, its callbacks (jobs run after each one that resumed
/// something), jobs, pending output, expired deadlines. Everything written during a turn leaves in one system call per
/// connection at its end.
///
/// Deadlines expire behind the reads of a turn that asked for I/O at their time or later, so that what arrived before a
/// deadline counts, however late the loop is: see ``expireDeadlines()``.
///
/// A loop never ends: whoever still holds something that lives on it can rely on its answer. ``EventLoopGroup``
/// lends loops and takes them back.
//
// Sendable, unchecked: all state but `remote` is touched on the loop's own thread only, which
// `assertInLoop()` guards at each door; `remote` is behind its lock; `thread` is written once, before `init` returns.
@safe
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// How many jobs run for all callbacks of a turn together, and again at its end: more wait for the next turn, as each callback
    /// would otherwise have to wait for so many that other connections go on making ready.
    private static let jobsPerTurn = 1024

    /// How many deadlines may expire before output is written: each can be a ping, which holds a buffer until then, and
    /// those of ten thousand connections can come at once.
    private static let deadlinesPerFlush = 64

    /// Where a time that is moved by hand begins: so that times before it can be told as well.
    private static let firstManualTime: UInt64 = 1_000_000

    /// How many milliseconds a turn may take, or a tick may be overdue, before the loop counts as late.
    private static let tolerance: UInt64 = 20

    /// The most milliseconds that a late loop adds to a wait for a peer.
    private static let maxGrace: UInt64 = 1000

    /// The number of bytes one read can deliver: a message of the largest size that is accepted by default, and more.
    ///
    /// Only what has been read to is resident. A quarter of it made an echo of 1 MiB cost a quarter more, as each piece of the
    /// message was then copied to be put together.
    package static let receiveBufferSize = (1 << 20) + (64 << 10)

    /// The number of bytes that one read delivers unless a stream's handler asks for more: small messages may come in tens of
    /// thousands even so, and while they are dealt with all else on the loop has to wait.
    package static let smallReadSize = 64 << 10

    /// Work that came from another thread.
    private enum RemoteWork {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
    }

    private struct Remote {
        var work: [RemoteWork] = []
        var isWakeupPending = false
    }

    let uv: UnsafeMutablePointer<uv_loop_t>
    private let wakeup: UnsafeMutablePointer<uv_async_t>
    private let prepare: UnsafeMutablePointer<uv_prepare_t>
    private let check: UnsafeMutablePointer<uv_check_t>
    private let idle: UnsafeMutablePointer<uv_idle_t>
    private let timer: UnsafeMutablePointer<uv_timer_t>
    private var thread: pthread_t
    private let remote = Mutex(Remote())

    /// Where reads land; its contents are valid during the callback of that read only.
    let receiveBuffer: UnsafeMutableRawBufferPointer
    /// Unchecked, as the queue below: their methods call nothing that could come back here.
    @safe @exclusivity(unchecked)
    var outputBuffers = OutputBufferPool()
    @safe @exclusivity(unchecked)
    private var jobs = FIFO<UnownedJob>()
    private var isRunningJobs = false
    /// How many jobs may still run in this part of the turn.
    private var jobAllowance = EventLoop.jobsPerTurn
    private var deadlines = DeadlineQueue()
    private var heapTrimming = HeapTrimming()
    /// When the next deadlines are due; the largest number if none are.
    private var nextTick = UInt64.max
    /// The loop's time shortly before it last asked for I/O.
    private var pollStart: UInt64 = 0
    /// The loop's time when the kernel last answered.
    private var pollEnd: UInt64 = 0
    /// How many milliseconds the loop was late then.
    private var pollLateness: UInt64 = 0
    /// The streams that have output, linked through themselves, in the order in which they got it.
    private var firstToFlush: UVStream?
    private var lastToFlush: UVStream?
    /// Whether the loop's time stands still but for ``advance(by:)``.
    package let hasManualTime: Bool
    /// The time if it is moved by hand, in milliseconds; the largest number if it is the system's.
    private var manualTime: UInt64
    /// How much work from other threads this turn has begun with.
    private var remoteWorkCount = 0
    private var random = RandomBlock()
    private var sharedObjects: [ObjectIdentifier: AnyObject] = [:]

    /// The number of connections that live here; what accepting balances by.
    package let connectionCount = Atomic<Int>(0)

    /// Creates a loop and starts its thread.
    ///
    /// - Parameter hasManualTime: Whether its time stands still but for ``advance(by:)``: for tests.
    package init(hasManualTime: Bool = false) {
        self.hasManualTime = hasManualTime
        self.manualTime = hasManualTime ? Self.firstManualTime : .max
        unsafe self.uv = .allocate(capacity: 1)
        unsafe self.wakeup = .allocate(capacity: 1)
        unsafe self.prepare = .allocate(capacity: 1)
        unsafe self.check = .allocate(capacity: 1)
        unsafe self.idle = .allocate(capacity: 1)
        unsafe self.timer = .allocate(capacity: 1)
        unsafe self.receiveBuffer = .allocate(byteCount: Self.receiveBufferSize, alignment: 64)
        self.thread = pthread_self()
        self.initializeHandles()
        self.startThread()
    }

    // MARK: Executor

    package func enqueue(_ job: consuming ExecutorJob) {
        // The job outlives this call in a queue that runs each exactly once.
        let job = UnownedJob(job)
        if self.isInLoop {
            self.jobs.append(job)
        } else {
            self.post(.job(job))
        }
    }

    /// The loop as the executor of an actor that lives on it.
    ///
    /// Unowned, and safe to be: a loop never ends.
    @safe
    package var unownedSerialExecutor: UnownedSerialExecutor {
        // See above.
        unsafe self.asUnownedSerialExecutor()
    }

    package func checkIsolated() {
        precondition(self.isInLoop, "this code must run on its event loop")
    }

    package func isIsolatingCurrentContext() -> Bool? {
        self.isInLoop
    }

    /// Whether the calling thread is this loop's.
    package var isInLoop: Bool {
        pthread_equal(self.thread, pthread_self()) != 0
    }

    /// Stops the process in a debug build when the calling thread is not this loop's.
    package func assertInLoop() {
        assert(self.isInLoop, "this code must run on its event loop")
    }

    /// Runs `work` on the loop, soon: at once is promised to nobody, order among calls from one thread is.
    package func execute(_ work: @escaping @Sendable () -> Void) {
        self.post(.closure(work))
    }

    /// Whether there is work that ``execute(_:)`` was given and that has not begun.
    package var hasPostedWork: Bool {
        self.remote.withLock { !$0.work.isEmpty }
    }

    private func post(_ work: RemoteWork) {
        let needsWakeup = self.remote.withLock { remote in
            remote.work.append(work)
            defer { remote.isWakeupPending = true }
            return !remote.isWakeupPending
        }
        if needsWakeup {
            // The one libuv call that any thread may make; the handle lives as long as the loop.
            unsafe uv_async_send(self.wakeup)
        }
    }

    // MARK: Jobs

    /// Runs the jobs that are ready; called after each I/O callback.
    func runJobs() {
        guard !self.isRunningJobs, !self.jobs.isEmpty else { return }
        self.isRunningJobs = true
        while self.jobAllowance > 0, let job = self.jobs.popFirst() {
            self.jobAllowance -= 1
            #if DEBUG
            let watch = SlowJobWatch()
            #endif
            // We are on the thread that both executors stand for.
            unsafe job.runSynchronously(
                isolatedTo: self.asUnownedSerialExecutor(),
                taskExecutor: self.asUnownedTaskExecutor()
            )
            #if DEBUG
            watch.finish()
            #endif
        }
        self.isRunningJobs = false
    }

    private func runRemoteWork() {
        let work = self.remote.withLock { remote in
            remote.isWakeupPending = false
            let work = remote.work
            remote.work = []
            return work
        }
        self.remoteWorkCount = work.count
        for item in work {
            switch item {
            case .job(let job): self.jobs.append(job)
            case .closure(let closure): closure()
            }
        }
        self.runJobs()
    }

    /// What happens at the end of a turn, before the loop waits again.
    private func endTurn() {
        self.jobAllowance = Self.jobsPerTurn
        self.runJobs()
        self.flushStreams()
        self.jobAllowance = Self.jobsPerTurn
    }

    private func flushStreams() {
        // A flush can resume a sender, but only as a job: the list grows at most by streams it has not seen.
        while let stream = self.firstToFlush {
            self.firstToFlush = stream.nextToFlush.take()
            if self.firstToFlush == nil {
                self.lastToFlush = nil
            }
            stream.flushAsScheduled()
        }
    }

    /// Remembers that a stream has output, to be written at the end of this turn.
    func flushAtEndOfTurn(_ stream: UVStream) {
        if let lastToFlush {
            lastToFlush.nextToFlush = stream
        } else {
            self.firstToFlush = stream
        }
        self.lastToFlush = stream
    }

    // MARK: Time

    /// The loop's clock: milliseconds on a monotonic scale, as of the start of this turn's callbacks.
    package var now: UInt64 {
        self.assertInLoop()
        // The loop lives as long as its object.
        return self.manualTime == .max ? unsafe uv_now(self.uv) : self.manualTime
    }

    /// Nanoseconds on the same kind of scale, as of now: for measuring, not for deadlines.
    package var preciseNow: UInt64 {
        self.manualTime == .max ? uv_hrtime() : self.manualTime * 1_000_000
    }

    /// How late the loop is in this turn, in milliseconds; 0 up to 20.
    ///
    /// Detected from slow callbacks, slow jobs and overdue timers.
    package var lateness: UInt64 {
        guard self.manualTime == .max else { return 0 }
        let now = self.now
        let lateness = max(self.pollLateness, now - min(now, self.nextTick))
        return lateness > Self.tolerance ? lateness : 0
    }

    /// Asks that `deadline` be called at `time` or up to one tick (10 ms) later; if the loop is late, up to a second later.
    ///
    /// A deadline has at most one entry. Asking for a later time than before changes nothing: it is called early
    /// and asks again, so that moving a deadline away, as each received message does, costs nothing.
    package func schedule(_ deadline: DeadlineEntry, at time: UInt64) {
        self.assertInLoop()
        // In the future, or asking again from within an expired deadline would go on for ever.
        self.deadlines.schedule(deadline, at: max(time, self.now + 1))
        self.armTimer()
    }

    /// Forgets `deadline`.
    package func cancel(_ deadline: DeadlineEntry) {
        self.assertInLoop()
        self.deadlines.remove(deadline)
    }

    private func armTimer() {
        guard self.manualTime == .max, let first = self.deadlines.earliest else { return }
        // On whole ticks of the clock, so that many deadlines share one wakeup, and so that arming again for the same
        // deadline does not put it off: a busy loop does so all the time.
        let tick = (first / 10 + 1) * 10
        guard tick < self.nextTick else { return }
        self.nextTick = tick
        let now = unsafe uv_now(self.uv)
        // It only ends the wait for I/O, at whichever point of a turn libuv calls it.
        unsafe uv_timer_start(self.timer, { _ in }, tick > now ? tick - now : 0, 0)
    }

    /// Calls the deadlines whose time had come when the loop last asked for I/O.
    ///
    /// What had arrived by then has been read, even if the process was stopped or starved, and even if the wait for I/O was
    /// interrupted. A loop that is late has more to catch up with than one turn does: a stream reads a part of what waits, tasks
    /// and other threads are yet to run, and a peer has not been answered meanwhile. Deadlines that end a wait are then
    /// put off, once, by as much as the loop is late, and by a second at most. So a loop that is always late ends waits, too.
    private func expireDeadlines() {
        let time = self.pollStart
        let grace = min(self.lateness, Self.maxGrace)
        self.nextTick = .max
        var expired = 0
        while let deadline = self.deadlines.popExpired(at: time) {
            if grace > 0, deadline.isTimeout, !deadline.isDeferred {
                self.deadlines.putOff(deadline, to: self.now + grace)
                continue
            }
            deadline.expire(now: time)
            expired += 1
            if expired % Self.deadlinesPerFlush == 0 {
                self.flushStreams()
            }
        }
        self.armTimer()
        self.runJobs()
    }

    /// Notes when the loop asks for I/O.
    ///
    /// - Returns: Whether deadlines are due, which must not wait any longer than it takes to ask.
    private func notePollStart() -> Bool {
        let now = unsafe uv_now(self.uv)
        self.pollStart = now
        self.pollLateness = now - min(now, self.pollEnd, self.nextTick)
        return self.nextTick <= now
    }

    private func pollEnded() {
        self.pollEnd = unsafe uv_now(self.uv)
        self.endTurn()
        if self.nextTick <= self.pollStart {
            self.expireDeadlines()
        }
    }

    /// Moves the time of a loop that has it moved by hand, from one deadline to the next, and waits after each until the loop is
    /// quiet.
    ///
    /// - Parameter duration: How far, in whole milliseconds.
    package func advance(by duration: Duration) async {
        let end = await self.run { $0.now + duration.wholeMilliseconds }
        while await self.run({ $0.expireNext(until: end) }) {
            await self.settle()
        }
        await self.run { $0.manualTime = end }
        await self.settle()
    }

    /// Calls the next deadline that is due until a time.
    ///
    /// - Returns: Whether there was one.
    private func expireNext(until end: UInt64) -> Bool {
        precondition(self.manualTime != .max, "the time of this loop is the system's")
        guard let deadline = self.deadlines.popExpired(at: end) else { return false }
        self.manualTime = max(self.manualTime, deadline.time)
        deadline.expire(now: self.manualTime)
        return true
    }

    /// Waits until nothing is left to do on the loop, but what waits for I/O, for a deadline or for another thread.
    package func settle() async {
        while await !self.run({ $0.isQuiet }) {}
    }

    /// Whether what asks is all that this turn has to do.
    private var isQuiet: Bool {
        self.remoteWorkCount == 1 && self.jobs.isEmpty && self.firstToFlush == nil && !self.hasPostedWork
    }

    // MARK: Randomness

    /// Returns 32 fresh bits from the system's cryptographically secure generator.
    package func nextRandom() -> UInt32 {
        self.assertInLoop()
        return self.random.next()
    }

    // MARK: Sharing

    /// Returns the loop's one object of a type, which `make` makes when it is first asked for.
    ///
    /// What lives on the loop shares it, without a lock. It is to be used on the loop only, and lives as long.
    package func shared<Object: AnyObject>(_ make: () -> Object) -> Object {
        self.assertInLoop()
        if let object = self.sharedObjects[ObjectIdentifier(Object.self)] as? Object {
            return object
        }
        let object = make()
        self.sharedObjects[ObjectIdentifier(Object.self)] = object
        return object
    }

    // MARK: Memory

    /// Notes that a connection that lived here has ended, and may have left memory behind.
    func connectionEnded() {
        self.heapTrimming.connectionEnded(on: self)
    }

    /// Gives memory back that connections have left behind.
    func trimHeap() {
        self.heapTrimming.trim(self)
    }

    // MARK: The thread

    private func initializeHandles() {
        // Fresh handles of a fresh loop, each initialised once before use; these calls fail only without memory or
        // descriptors, and there is no loop to run on then.
        unsafe Self.check(uv_loop_init(self.uv), "uv_loop_init")
        // Its first turn is not late.
        self.pollEnd = unsafe uv_now(self.uv)
        unsafe self.uv.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        unsafe Self.check(
            uv_async_init(self.uv, self.wakeup) { unsafe EventLoop.of($0).runRemoteWork() },
            "uv_async_init"
        )
        unsafe uv_prepare_init(self.uv, self.prepare)
        unsafe uv_check_init(self.uv, self.check)
        unsafe uv_idle_init(self.uv, self.idle)
        unsafe uv_timer_init(self.uv, self.timer)
        unsafe uv_prepare_start(self.prepare) { unsafe EventLoop.of($0).prepareToWait() }
        unsafe uv_check_start(self.check) { unsafe EventLoop.of($0).pollEnded() }
    }

    private func prepareToWait() {
        let hasJobs = !self.jobs.isEmpty
        self.endTurn()
        if hasJobs {
            // libuv knows the time from before them, by which it would wait for too long.
            unsafe uv_update_time(self.uv)
        }
        let isDue = self.notePollStart()
        // An active idle handle keeps the loop from waiting for I/O while jobs are left, or deadlines are due.
        if self.jobs.isEmpty, !isDue {
            unsafe uv_idle_stop(self.idle)
        } else {
            unsafe uv_idle_start(self.idle) { _ in }
        }
    }

    private func startThread() {
        var started = uv_sem_t()
        unsafe Self.check(uv_sem_init(&started, 0), "uv_sem_init")
        unsafe withUnsafeMutablePointer(to: &started) { started in
            // Both outlive the thread's use of them: the semaphore is awaited below, and the loop is retained for ever.
            let context = unsafe ThreadContext(loop: self, started: started)
            unsafe Self.check(
                SystemThread.start(
                    { argument in
                        guard let argument = unsafe argument else { return }
                        let context = unsafe Unmanaged<ThreadContext>.fromOpaque(argument).takeRetainedValue()
                        unsafe context.loop.runThread(started: context.started)
                    },
                    Unmanaged.passRetained(context).toOpaque()
                ),
                "uv_thread_create"
            )
            unsafe uv_sem_wait(started)
        }
        unsafe uv_sem_destroy(&started)
    }

    private func runThread(started: UnsafeMutablePointer<uv_sem_t>) {
        self.thread = pthread_self()
        // A write to a closed socket must be an error here, not the end of the process; the mask is this thread's alone.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        unsafe uv_sem_post(started)
        unsafe uv_run(self.uv, UV_RUN_DEFAULT)
    }

    /// The loop that owns a handle.
    private static func of<Handle>(_ handle: UnsafeMutablePointer<Handle>?) -> EventLoop {
        // libuv calls back with the handle it was given, whose loop's data is set in initializeHandles.
        guard
            let handle = unsafe handle,
            let data = unsafe UnsafeRawPointer(handle).assumingMemoryBound(to: uv_handle_t.self).pointee.loop.pointee
                .data
        else {
            preconditionFailure("libuv called back without a handle")
        }
        return unsafe Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue()
    }

    private static func check(_ status: CInt, _ call: StaticString) {
        precondition(status == 0, "\(call) failed with \(status): no event loop can be made")
    }
}

/// What a new thread needs before it runs its loop.
@safe
private final class ThreadContext {
    let loop: EventLoop
    let started: UnsafeMutablePointer<uv_sem_t>

    init(loop: EventLoop, started: UnsafeMutablePointer<uv_sem_t>) {
        self.loop = loop
        unsafe self.started = started
    }
}

extension EventLoop {
    /// Runs `body` on the loop and returns what it returns.
    package func perform<Result: Sendable>(
        _ body: @escaping @Sendable (EventLoop) throws -> Result
    ) async throws -> Result {
        try await self.run { loop in Swift.Result { try body(loop) } }.get()
    }

    private func run<Result: Sendable>(_ body: @escaping @Sendable (EventLoop) -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            self.execute { continuation.resume(returning: body(self)) }
        }
    }

    /// The wall clock's time in whole seconds, for the dates of HTTP.
    package static var secondsSince1970: Int {
        var time = uv_timeval64_t()
        // The structure is written to during the call; on failure it stays zero, which is a date as well.
        _ = unsafe uv_gettimeofday(&time)
        return Int(time.tv_sec)
    }
}
