//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CUV
import Containers
package import Synchronization

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
/// A turn of the loop is: expired deadlines, jobs, pending output, wait for I/O, its callbacks (jobs run after each
/// one that resumed something), jobs, pending output. Everything written during a turn leaves in one system call per
/// connection at its end.
///
/// A loop never ends: whoever still holds something that lives on it can rely on its answer. ``EventLoopGroup``
/// lends loops and takes them back.
//
// Sendable, unchecked: all state but `remote` is touched on the loop's own thread only, which
// `assertInLoop()` guards at each door; `remote` is behind its lock; `thread` is written once, before `init` returns.
@safe
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// How many jobs run before I/O gets its turn again.
    private static let jobsPerTurn = 1024

    /// How many deadlines may expire before output is written: each can be a ping, which holds a buffer until then, and
    /// those of ten thousand connections can come at once.
    private static let deadlinesPerFlush = 64

    /// The number of bytes one read can deliver: a message of the largest size that is accepted by default, and more.
    ///
    /// Only what has been read to is resident. A quarter of it made an echo of 1 MiB cost a quarter more, as each piece of the
    /// message was then copied to be put together.
    package static let receiveBufferSize = (1 << 20) + (64 << 10)

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
    private var deadlines = DeadlineQueue()
    private var heapTrimming = HeapTrimming()
    private var armedDeadline: UInt64?
    /// The streams that have output, linked through themselves, in the order in which they got it.
    private var firstToFlush: UVStream?
    private var lastToFlush: UVStream?
    private var random = RandomBlock()
    private var sharedObjects: [ObjectIdentifier: AnyObject] = [:]

    /// The number of connections that live here; what accepting balances by.
    package let connectionCount = Atomic<Int>(0)

    /// Creates a loop and starts its thread.
    package init() {
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
        var remaining = Self.jobsPerTurn
        while remaining > 0, let job = self.jobs.popFirst() {
            remaining -= 1
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
        self.runJobs()
        self.flushStreams()
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
        return unsafe uv_now(self.uv)
    }

    /// Nanoseconds on the same kind of scale, as of now: for measuring, not for deadlines.
    package var preciseNow: UInt64 {
        uv_hrtime()
    }

    /// Asks that `deadline` be called at `time` or up to one tick (10 ms) later.
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
        guard let first = self.deadlines.earliest else { return }
        // On whole ticks of the clock, so that many deadlines share one wakeup, and so that arming again for the same
        // deadline does not put it off: a busy loop does so all the time.
        let tick = (first / 10 + 1) * 10
        if let armedDeadline, armedDeadline <= tick { return }
        self.armedDeadline = tick
        let now = unsafe uv_now(self.uv)
        unsafe uv_timer_start(self.timer, { unsafe EventLoop.of($0).timerFired() }, tick > now ? tick - now : 0, 0)
    }

    private func timerFired() {
        self.armedDeadline = nil
        let now = self.now
        var expired = 0
        while let deadline = self.deadlines.popExpired(at: now) {
            deadline.expire(now: now)
            expired += 1
            if expired % Self.deadlinesPerFlush == 0 {
                self.flushStreams()
            }
        }
        self.armTimer()
        self.runJobs()
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
        unsafe uv_check_start(self.check) { unsafe EventLoop.of($0).endTurn() }
    }

    private func prepareToWait() {
        self.endTurn()
        // An active idle handle keeps the loop from waiting for I/O while jobs are left.
        if self.jobs.isEmpty {
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
            var thread = uv_thread_t()
            unsafe Self.check(
                uv_thread_create(
                    &thread,
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
        try await withCheckedThrowingContinuation { continuation in
            self.execute { continuation.resume(with: Swift.Result { try body(self) }) }
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
