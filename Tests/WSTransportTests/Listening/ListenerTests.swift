//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct ListenerTests {
    @Test("each connection goes to the loop with the fewest")
    func spreading() async throws {
        try await withLoops(4) { loops in
            let servers = Array(loops[..<3])
            try await withAcceptedStreams(on: servers) { address, accepted in
                var streams: [UVStream] = []
                var clients: [UVStream] = []
                for _ in 0..<60 {
                    clients.append(try await loops[3].connect(to: address))
                    streams.append(try #require(await accepted.next()))
                }
                let counts = servers.map { loop in streams.count { $0.loop === loop } }
                #expect(counts.reduce(0, +) == 60)
                // The accepting loop has the listener as well, and for a moment what it hands over.
                for count in counts {
                    #expect((17...23).contains(count), "\(counts)")
                }
                for stream in streams + clients {
                    try await stream.onLoop { $0.close() }
                }
            }
        }
    }

    @Test("an address that is taken, not ours or no address cannot be listened at")
    func refusals() async throws {
        try await withLoops(1) { loops in
            @Sendable func listen(at address: NetworkAddress) async throws {
                try await withListener(at: address, on: loops) {
                    $0.close()
                } _: { _ in
                }
            }
            try await withEcho(on: loops) { address in
                let error = await #expect(throws: TransportError.self) { try await listen(at: address) }
                #expect(error?.isAddressInUse == true)
            }
            for address in [
                NetworkAddress.tcp(host: "192.0.2.1", port: 0), .tcp(host: "localhost", port: 0),
                .tcp(host: "127.0.0.1", port: 65_536), .unix(path: "/nowhere/at/all"), .unix(path: ""),
                .unix(path: "/tmp/" + String(repeating: "x", count: 200)), .unix(path: "/tmp/nul\0byte"),
            ] {
                await #expect(throws: TransportError.self, "\(address)") { try await listen(at: address) }
            }
        }
    }

    @Test("a Unix path is free again when its listener has closed")
    func unixPath() async throws {
        let path = NetworkAddress.temporaryPath()
        try await withLoops(1) { loops in
            for _ in 0..<3 {
                try await withEcho(at: path, on: loops) { address in
                    #expect(address == path)
                    let stream = try await loops[0].connect(to: address)
                    #expect(try await exchange([1, 2, 3], over: stream) == [1, 2, 3])
                }
                try await waitUntilUnused(loops)
            }
            guard case .unix(let file) = path else { return }
            // The path is valid during the call.
            #expect(unsafe access(file, F_OK) != 0)
        }
    }

    @Test("a burst of connections is spread over the loops evenly")
    func burst() async throws {
        let connections = 100
        try await withLoops(3) { loops in
            let servers = Array(loops[..<2])
            try await withAcceptedStreams(on: servers) { address, accepted in
                // The loop that accepts is held until all of them wait.
                let clients = try await servers[0].perform { _ in
                    try (0..<connections).map { _ in
                        let client = try RawSocket(for: address)
                        try client.connect(to: address)
                        return client
                    }
                }
                var streams: [UVStream] = []
                for _ in 0..<connections {
                    streams.append(try #require(await accepted.next()))
                }
                let first = streams.count { $0.loop === servers[0] }
                // The listener's own sockets count as well, and a connection that moves is between two loops for a moment.
                #expect(abs(first - (connections - first)) <= 8)
                for stream in streams {
                    try await stream.onLoop { $0.close() }
                }
                for client in clients {
                    client.close()
                }
            }
        }
    }

    @Test("thousands of connections are all counted, served and forgotten")
    func thousands() async throws {
        allowManyDescriptors()
        let connections = 5000
        try await withLoops(3) { loops in
            let servers = Array(loops[..<2])
            try await withEcho(on: servers) { address in
                let client = loops[2]
                let streams = try await withThrowingTaskGroup(of: UVStream.self) { group in
                    var streams: [UVStream] = []
                    for index in 0..<connections {
                        if index >= 100, let stream = try await group.next() {
                            streams.append(stream)
                        }
                        group.addTask { try await client.connect(to: address) }
                    }
                    for try await stream in group {
                        streams.append(stream)
                    }
                    return streams
                }
                #expect(client.connectionCount.load(ordering: .relaxed) == connections)
                // Each has been accepted once its echo comes.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, stream) in streams.enumerated() {
                        group.addTask {
                            let byte = UInt8(truncatingIfNeeded: index)
                            var recording = try await Recording(stream)
                            try await stream.onLoop { $0.append([byte]) }
                            #expect(await recording.receive(1) == [byte])
                        }
                    }
                    try await group.waitForAll()
                }
                let counted = servers.map { $0.connectionCount.load(ordering: .relaxed) }.reduce(0, +)
                #expect(counted == connections + 2, "the connections, and the listener's two sockets")
                try await client.perform { _ in
                    for stream in streams {
                        stream.close()
                    }
                }
                try await waitUntilUnused([client])
            }
        }
    }

    @Test("a server that has run out of descriptors serves again when there are some")
    func descriptorsRunOut() async {
        await #expect(processExitsWith: .success) {
            let loops = EventLoopGroup.lease(count: 2)
            try await withEcho(on: [loops[0]]) { address in
                let old = try await loops[1].connect(to: address)
                var oldEvents = try await Recording(old)
                // Its echo says that it has been accepted.
                try await old.onLoop { $0.append([6]) }
                #expect(await oldEvents.receive(1) == [6])
                let late = try RawSocket(for: address)
                changeDescriptorLimit { $0.rlim_cur = 200 }
                let taken = takeAllDescriptors()
                // A connect of ours says what is missing.
                await #expect(throws: TransportError.self) { _ = try await loops[1].connect(to: address) }
                // The kernel connects; the server can only close.
                try late.connect(to: address)
                let answer = (try? late.receive(atMost: 1)) ?? []
                #expect(answer.isEmpty)
                // Connections from before are served on.
                try await old.onLoop { $0.append([7]) }
                #expect(await oldEvents.receive(1) == [7])
                for descriptor in taken {
                    close(descriptor)
                }
                let new = try await loops[1].connect(to: address)
                let echo = try await exchange([1, 2, 3], over: new)
                #expect(echo == [1, 2, 3])
                try await old.onLoop { $0.close() }
            }
        }
    }

    @Test("peers leave some descriptors to the rest of the process, and are served when others have gone")
    func reservedDescriptors() async {
        await #expect(processExitsWith: .success) {
            let loops = EventLoopGroup.lease(count: 1)
            try await withEcho(on: loops) { address in
                let clients = try (0..<20).map { _ in try RawSocket(for: address) }
                changeDescriptorLimit { $0.rlim_cur = 200 }
                var taken = takeAllDescriptors()
                for _ in 0..<40 {
                    if let descriptor = taken.popLast() { close(descriptor) }
                }
                for client in clients {
                    try client.connect(to: address)
                    try client.send([1])
                }
                // By then as many have been accepted as are to be.
                #expect(try clients[0].receive(1) == [1])
                try await loops[0].perform { _ in }
                let left = takeAllDescriptors()
                #expect(left.count > 24)
                for descriptor in taken + left { close(descriptor) }
                for client in clients.dropFirst() { #expect(try client.receive(1) == [1]) }
            }
        }
    }

    @Test("a server whose every descriptor is snatched away serves those it has, and again when there are some")
    func descriptorsAreSnatched() async {
        await #expect(processExitsWith: .success) {
            let loops = EventLoopGroup.lease(count: 1)
            try await withEcho(on: loops) { address in
                let old = try await RawSocket.connected(to: address)
                try old.send([6])
                #expect(try old.receive(1) == [6])
                let late = try (0..<20).map { _ in try RawSocket(for: address) }
                changeDescriptorLimit { $0.rlim_cur = 200 }
                let thief = try await DescriptorThief()
                for socket in late {
                    try socket.connect(to: address)
                    try old.send([7])
                    #expect(try old.receive(1) == [7])
                }
                await thief.stop()
                let new = try await RawSocket.connected(to: address)
                try new.send([8])
                #expect(try new.receive(1) == [8])
            }
        }
    }
}

/// Takes every descriptor that is free or becomes so, on a thread of its own.
private final class DescriptorThief: Sendable {
    private let isActive = Atomic<Bool>(true)
    private let taken = Mutex<[CInt]>([])
    private let ends: AsyncStream<Void>

    /// Starts, and returns when there is nothing left to take.
    init() async throws {
        let (starts, started) = AsyncStream<Void>.makeStream()
        let (ends, ended) = AsyncStream<Void>.makeStream()
        self.ends = ends
        Thread.detachNewThread {
            while self.isActive.load(ordering: .relaxed) {
                let descriptor = dup(STDERR_FILENO)
                if descriptor >= 0 {
                    self.taken.withLock { $0.append(descriptor) }
                } else {
                    started.finish()
                }
            }
            ended.finish()
        }
        for await _ in starts {}
    }

    /// Stops, and gives everything back.
    func stop() async {
        self.isActive.store(false, ordering: .relaxed)
        for await _ in self.ends {}
        for descriptor in self.taken.withLock({ $0 }) {
            close(descriptor)
        }
    }
}

/// Allows this process as many descriptors as it may allow itself.
private func allowManyDescriptors() {
    changeDescriptorLimit { $0.rlim_cur = min($0.rlim_max, 20_000) }
}

/// Takes every descriptor that this process may still have.
private func takeAllDescriptors() -> [CInt] {
    var taken: [CInt] = []
    while true {
        let descriptor = dup(STDERR_FILENO)
        guard descriptor >= 0 else { return taken }
        taken.append(descriptor)
    }
}

private func changeDescriptorLimit(_ change: (inout rlimit) -> Void) {
    var limit = rlimit()
    // The structure is read and written during the calls only.
    #if canImport(Glibc)
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    change(&limit)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
    unsafe getrlimit(RLIMIT_NOFILE, &limit)
    change(&limit)
    unsafe setrlimit(RLIMIT_NOFILE, &limit)
    #endif
}
