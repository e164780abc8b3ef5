//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub
import WebSockets

@Suite("a hub whose backplane does not answer", .timeLimit(.minutes(1)))
struct BackplaneWaitTests {
    private let backplane = SilentBackplane()

    private func configuration(_ timeout: Duration) -> Hub.Configuration {
        var configuration = Hub.Configuration()
        configuration.history = [Hub.HistoryRule(of: "kept/#", maxAge: .seconds(Int64.max))]
        configuration.backplane = Hub.Backplane { [backplane] in backplane }
        configuration.backplaneTimeout = timeout
        return configuration
    }

    @Test("returns the history that it has itself when the time is over")
    func historyTimesOut() async throws {
        let hub = Hub(configuration: self.configuration(.milliseconds(20)))
        try hub.publish("own", to: "kept/a")
        #expect(await hub.history(of: "kept/a").map(\.message) == [.text("own")])
        #expect(self.backplane.attached == ["kept/a"])
        #expect(self.backplane.detachedCount == 1)
    }

    @Test(
        "returns the history that it has itself when the task is cancelled, before or while it waits",
        arguments: [true, false]
    )
    func historyIsCancelled(beforehand: Bool) async throws {
        let hub = Hub(configuration: self.configuration(.seconds(Int64.max)))
        try hub.publish("own", to: "kept/a")
        let task = Task {
            while beforehand && !Task.isCancelled { await Task.yield() }
            return await hub.history(of: "kept/a")
        }
        while !beforehand && self.backplane.attached.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value.map(\.message) == [.text("own")])
        #expect(self.backplane.detachedCount == 1)
    }

    @Test("waits for its backplane, though the timeout is the longest there is", arguments: [1, 16])
    func longestTimeout(factor: Int) async throws {
        let hub = Hub(configuration: self.configuration(.seconds(Int64.max) * factor))
        try hub.publish("own", to: "kept/a")
        let task = Task { await hub.history(of: "kept/a") }
        while self.backplane.attached.isEmpty { await Task.yield() }
        self.backplane.confirm("kept/a", StreamSnapshot([], since: .beginning, through: .beginning))
        #expect(await task.value.map(\.message) == [.text("own")])
    }

    @Test("lets the others wait on when one task is cancelled, and each go on once")
    func others() async throws {
        let hub = Hub(configuration: self.configuration(.seconds(Int64.max)))
        try hub.publish("own", to: "kept/a")
        let tasks = (0..<100).map { _ in Task { await hub.history(of: "kept/a") } }
        while self.backplane.attached.isEmpty { await Task.yield() }
        let cancelling = Task { for task in tasks.prefix(50) { task.cancel() } }
        let snapshot = StreamSnapshot([], since: .beginning, through: .beginning)
        self.backplane.confirm("kept/a", snapshot)
        await cancelling.value
        for task in tasks { #expect(await task.value.map(\.message) == [.text("own")]) }
    }

    @Test(
        "subscribes when the time is over, and says that earlier messages may be missing",
        arguments: [Hub.StartingPoint.last(10), .after(Hub.MessageID("1-1")!), .now]
    )
    func subscribingTimesOut(start: Hub.StartingPoint) async throws {
        try await withHub(
            self.configuration(.milliseconds(20)),
            subscribing: { hub, socket, topic in
                let catchup = try await hub.subscribe(socket, to: topic, from: start)
                #expect(catchup.isComplete == (start == .now))
            }
        ) { hub, url in
            let socket = try await subscribe(url, to: "kept/a")
            try hub.publish("1", to: "kept/a")
            #expect(try await socket.receive() == .text("1"))
        }
    }

    @Test("waits for one timeout in all, also for what a client has seen elsewhere")
    func oneDeadline() async throws {
        let seen = try #require(Hub.MessageID("1-7-100-0"))
        let timeout = Duration.seconds(4)
        let ends = AsyncStream<ContinuousClock.Instant>.makeStream()
        try await withHub(
            self.configuration(timeout),
            subscribing: { hub, socket, topic in
                let catchup = try await hub.subscribe(socket, to: topic, from: .after(seen))
                #expect(catchup.messageCount == 0)
                ends.continuation.yield(.now)
            }
        ) { _, url in
            let backplane = self.backplane
            let confirming = Task {
                while backplane.attached.isEmpty { await Task.yield() }
                try await Task.sleep(for: timeout / 2)
                let time = ContinuousClock.now
                backplane.confirm("kept/a", StreamSnapshot([], since: .beginning, through: .beginning))
                return time
            }
            _ = try await subscribe(url, to: "kept/a")
            let confirmed = try await confirming.value
            // A timeout of its own would have begun when the topic was confirmed.
            for await end in ends.stream.prefix(1) { #expect(end - confirmed < timeout) }
        }
    }

    @Test("does not subscribe when the task is cancelled while it waits")
    func subscribingIsCancelled() async throws {
        let backplane = self.backplane
        try await withHub(
            self.configuration(.seconds(Int64.max)),
            subscribing: { hub, socket, filter in
                let task = Task {
                    // Keeps the task on the socket's loop.
                    socket.preconditionIsolated()
                    try await hub.subscribe(socket, to: filter)
                }
                let pattern = Task {
                    socket.preconditionIsolated()
                    try await hub.subscribe(socket, matching: "\(filter)/#")
                }
                while backplane.attached.count < 2 { await Task.yield() }
                task.cancel()
                pattern.cancel()
                await #expect(throws: CancellationError.self) { _ = try await task.value }
                await #expect(throws: CancellationError.self) { try await pattern.value }
            }
        ) { hub, url in
            _ = try await subscribe(url, to: "kept/a")
            #expect(hub.metrics.subscriptions == 0)
            #expect(backplane.detachedCount == 2)
        }
    }
}
