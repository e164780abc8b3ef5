//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Foundation
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct ResolverTests {
    private let answer = [NetworkAddress.tcp(host: "192.0.2.1", port: 80)]

    /// Asks for a name in a task of its own.
    private func ask(_ host: String, port: Int = 80, _ resolver: Resolver, _ loop: EventLoop) -> Task<
        [NetworkAddress], any Error
    > {
        Task { try await loop.resolve(host: host, port: port, by: resolver) }
    }

    @Test("names that hang do not hold up one that answers")
    func hanging() async throws {
        try await withResolver { resolver, names, loop async throws in
            let dead = (0..<15).map { self.ask("dead\($0).test", resolver, loop) }
            await names.waitUntilRunning(15)
            #expect(try await loop.resolve(host: "good.test", port: 80, by: resolver) == self.answer)
            for lookup in dead { lookup.cancel() }
            for lookup in dead { await #expect(throws: CancellationError.self) { try await lookup.value } }
        }
    }

    @Test("a name that has answered is looked up while more names hang than there are threads for new ones")
    func known() async throws {
        try await withResolver { resolver, names, loop async throws in
            #expect(try await loop.resolve(host: "good.test", port: 80, by: resolver) == self.answer)
            let dead = (0..<100).map { self.ask("dead\($0).test", resolver, loop) }
            await resolver.waitUntil(running: 16, waiting: 84)
            #expect(try await loop.resolve(host: "Good.test", port: 80, by: resolver) == self.answer)
            #expect(names.peak <= 17)
            for lookup in dead { lookup.cancel() }
        }
    }

    @Test(
        "callers that ask for one name at the same time, in whatever case, share a lookup, and each gets its own port"
    )
    func coalescing() async throws {
        try await withResolver { resolver, names, loop async throws in
            let lookups = (1...40).map {
                self.ask($0.isMultiple(of: 2) ? "dead.test" : "DEAD.Test", port: $0, resolver, loop)
            }
            await resolver.waitUntil(running: 1, waiting: 0, callers: 40)
            names.release()
            for (index, lookup) in lookups.enumerated() {
                #expect(try await lookup.value == [.tcp(host: "192.0.2.1", port: index + 1)])
            }
            #expect(names.peak == 1)
        }
    }

    @Test(
        "a lookup that is cancelled while it hangs returns, and the thread goes on with another name when it has an answer"
    )
    func cancelledWhileRunning() async throws {
        try await withResolver {
            $0.lookups = 1
        } _: { resolver, names, loop async throws in
            let dead = self.ask("dead.test", resolver, loop)
            await names.waitUntilRunning(1)
            dead.cancel()
            await #expect(throws: CancellationError.self) { try await dead.value }
            let good = self.ask("good.test", resolver, loop)
            await resolver.waitUntil(running: 1, waiting: 1, callers: 1)
            names.release()
            #expect(try await good.value == self.answer)
        }
    }

    @Test("a lookup that is cancelled before it has a thread gives up its place and is never made")
    func cancelledWhileWaiting() async throws {
        try await withResolver {
            $0.lookups = 1
            $0.waitingNames = 1
        } _: { resolver, names, loop async throws in
            let dead = self.ask("dead.test", resolver, loop)
            await names.waitUntilRunning(1)
            let given = [self.ask("given-up.test", resolver, loop), self.ask("given-up.test", resolver, loop)]
            await resolver.waitUntil(running: 1, waiting: 1, callers: 3)
            let error = await #expect(throws: TransportError.self) {
                try await loop.resolve(host: "too-many.test", port: 80, by: resolver)
            }
            #expect(error?.code == UV_EAI_AGAIN.rawValue)
            given[0].cancel()
            await #expect(throws: CancellationError.self) { try await given[0].value }
            #expect(resolver.counts == (1, 1, 2))
            given[1].cancel()
            await #expect(throws: CancellationError.self) { try await given[1].value }
            #expect(resolver.counts == (1, 0, 1))
            let good = self.ask("good.test", resolver, loop)
            await resolver.waitUntil(running: 1, waiting: 1)
            names.release()
            #expect(try await good.value == self.answer)
            _ = try await dead.value
            #expect(names.names == ["dead.test", "good.test"])
        }
    }

    @Test("a name for which no thread is free within the limit fails with an error that says so, and is not looked up")
    func queueTimeout() async throws {
        try await withResolver {
            $0.lookups = 1
            $0.queueTimeout = 20
        } _: { resolver, names, loop async throws in
            let dead = self.ask("dead.test", resolver, loop)
            await names.waitUntilRunning(1)
            let error = await #expect(throws: TransportError.self) {
                try await loop.resolve(host: "good.test", port: 80, by: resolver)
            }
            #expect(error?.code == UV_EAI_AGAIN.rawValue)
            #expect(
                error?.operation == "look up good.test (no thread was free within 20 ms as other names do not answer)"
            )
            names.release()
            #expect(try await dead.value == self.answer)
            #expect(names.names == ["dead.test"])
        }
    }

    @Test("a lookup without an answer within the limit fails, and a later one is tried beside it, once")
    func timeout() async throws {
        try await withResolver {
            $0.timeout = 20
        } _: { resolver, names, loop async throws in
            let error = await #expect(throws: TransportError.self) {
                try await loop.resolve(host: "dead.test", port: 80, by: resolver)
            }
            #expect(error?.code == UV_ETIMEDOUT.rawValue)
            #expect(error?.operation == "look up dead.test (no answer within 20 ms)")
            // Later by the resolver's clock, too.
            while resolver.counts.running < 2, !Task.isCancelled {
                await #expect(throws: TransportError.self) {
                    try await loop.resolve(host: "dead.test", port: 80, by: resolver)
                }
            }
            var refusal: TransportError?
            while refusal?.code != UV_EAI_AGAIN.rawValue, !Task.isCancelled {
                refusal = await #expect(throws: TransportError.self) {
                    try await loop.resolve(host: "dead.test", port: 80, by: resolver)
                }
            }
            #expect(resolver.counts == (2, 0, 0))
            await names.waitUntilRunning(2)
            #expect(try await loop.resolve(host: "good.test", port: 80, by: resolver) == self.answer)
        }
    }

    @Test("there are no more threads than the limit, and all names get an answer")
    func bound() async throws {
        try await withResolver {
            $0.lookups = 3
        } _: { resolver, names, loop async throws in
            let lookups = (0..<50).map { self.ask("dead\($0).test", resolver, loop) }
            await resolver.waitUntil(running: 3, waiting: 47)
            await names.waitUntilRunning(3)
            names.release()
            for lookup in lookups { #expect(try await lookup.value == self.answer) }
            #expect(names.peak == 3)
            #expect(names.names.count == 50)
        }
    }

    @Test("names are looked up in the order in which they were asked for")
    func order() async throws {
        try await withResolver {
            $0.lookups = 1
        } _: { resolver, names, loop async throws in
            var lookups: [Task<[NetworkAddress], any Error>] = []
            for number in 0..<20 {
                lookups.append(self.ask("dead\(number).test", resolver, loop))
                await resolver.waitUntil(running: 1, waiting: number)
            }
            names.release()
            for lookup in lookups { #expect(try await lookup.value == self.answer) }
            #expect(names.names == (0..<20).map { "dead\($0).test" })
        }
    }

    #if os(Linux)
    @Test("a thread ends when there is no name left to look up")
    func threadsEnd() async throws {
        let (threads, continuation) = AsyncStream<String>.makeStream()
        let resolver = Resolver { _ in
            continuation.yield((try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")) ?? "")
            return .success([.tcp(host: "192.0.2.1", port: 0)])
        }
        try await withLoops(1) { loops async throws in
            #expect(try await loops[0].resolve(host: "good.test", port: 80, by: resolver) == self.answer)
        }
        for await thread in threads {
            #expect(thread.contains("/task/"))
            while FileManager.default.fileExists(atPath: "/proc/\(thread)"), !Task.isCancelled { await Task.yield() }
            break
        }
    }
    #endif

    @Test("one name has one place in the queue, whatever the number of its callers")
    func fairness() async throws {
        try await withResolver {
            $0.lookups = 1
        } _: { resolver, names, loop async throws in
            let first = self.ask("dead.test", resolver, loop)
            await names.waitUntilRunning(1)
            let many = (0..<500).map { _ in self.ask("dead-and-popular.test", resolver, loop) }
            await resolver.waitUntil(running: 1, waiting: 1, callers: 501)
            let one = self.ask("one.test", resolver, loop)
            await resolver.waitUntil(running: 1, waiting: 2, callers: 502)
            names.release()
            #expect(try await one.value == self.answer)
            for lookup in many { #expect(try await lookup.value == self.answer) }
            _ = try await first.value
            #expect(names.names == ["dead.test", "dead-and-popular.test", "one.test"])
        }
    }

    @Test("a name that is unknown fails with the system's error")
    func unknown() async throws {
        try await withResolver { resolver, _, loop async throws in
            let error = await #expect(throws: TransportError.self) {
                try await loop.resolve(host: "unknown.test", port: 80, by: resolver)
            }
            #expect(error == TransportError(code: UV_EAI_NONAME.rawValue, operation: "look up unknown.test"))
        }
    }

    @Test(
        "an address needs no thread, however it is written",
        arguments: ["127.0.0.1", "::1", "127.1", "2130706433", "0x7f.0.0.1", "::ffff:127.0.0.1"]
    )
    func literals(host: String) async throws {
        try await withResolver { resolver, names, loop async throws in
            let addresses = try await loop.resolve(host: host, port: 80, by: resolver)
            #expect(addresses.count == 1)
            #expect(addresses[0].port == 80)
            #expect(names.names == [])
        }
    }

    @Test(
        "an invalid name is refused without a thread, and not cut at a zero byte",
        arguments: ["", "127.0.0.1\0.test", "localhost\0", String(repeating: "a", count: 256)]
    )
    func invalid(host: String) async throws {
        try await withResolver { resolver, names, loop async throws in
            await #expect(throws: TransportError.self) {
                try await loop.resolve(host: host, port: 80, by: resolver)
            }
            #expect(names.names == [])
        }
    }
}
