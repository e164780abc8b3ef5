//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WSTransport

@Suite("Listening at a Unix socket's path", .timeLimit(.minutes(1)))
struct UnixListenerTests {
    /// Runs `body` with a folder of its own, which is removed afterwards.
    private func withFolder(_ body: (_ folder: String) async throws -> Void) async throws {
        let folder = "/tmp/swift-websockets-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    // Types of sockets are of another type in glibc.
    #if canImport(Glibc)
    private static let streamType = CInt(SOCK_STREAM.rawValue)
    private static let datagramType = CInt(SOCK_DGRAM.rawValue)
    #else
    private static let streamType = SOCK_STREAM
    private static let datagramType = SOCK_DGRAM
    #endif

    /// Creates a socket and binds it to a path.
    ///
    /// - Returns: The descriptor, which the caller closes; the file stays.
    private func bindSocket(to path: String, type: CInt = Self.streamType) throws -> CInt {
        let descriptor = socket(AF_UNIX, type, 0)
        let status = unsafe Self.withAddress(path) { unsafe bind(descriptor, $0, $1) }
        try #require(status == 0)
        return descriptor
    }

    private static func withAddress(_ path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The paths of these tests are shorter than the array, which is zero.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        // The structure is a Unix address and its size says so.
        return unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// Leaves a socket file behind, as a server that was killed does.
    private func leaveSocket(at path: String) throws {
        let descriptor = try self.bindSocket(to: path)
        try #require(listen(descriptor, 1) == 0)
        close(descriptor)
    }

    /// Listens at a path and returns why that failed.
    private func refusal(at path: String, on loops: [EventLoop]) async -> TransportError? {
        await #expect(throws: TransportError.self, "\(path)") {
            try await withListener(at: .unix(path: path), on: loops) {
                $0.close()
            } _: { _ in
            }
        }
    }

    /// Sends bytes to an echo server at a path.
    private func checkEcho(at path: String, from loop: EventLoop) async throws {
        let stream = try await loop.connect(to: .unix(path: path))
        #expect(try await exchange([1, 2, 3], over: stream) == [1, 2, 3])
    }

    @Test("a socket file without a listener is replaced, and removed when the listener closes")
    func stale() async throws {
        try await self.withFolder { folder in
            let path = folder + "/socket"
            try self.leaveSocket(at: path)
            try await withLoops(1) { loops in
                try await withEcho(at: .unix(path: path), on: loops) { address in
                    #expect(address == .unix(path: path))
                    try await self.checkEcho(at: path, from: loops[0])
                }
                try await waitUntilUnused(loops)
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test("of many that replace one file at the same time one listens, and the others are refused")
    func race() async throws {
        try await self.withFolder { folder in
            try await withLoops(6) { loops in
                for round in 0..<50 {
                    let path = folder + "/socket\(round)"
                    try self.leaveSocket(at: path)
                    let listeners = try await withThrowingTaskGroup(of: (EventLoop, Listener)?.self) { group in
                        for loop in loops {
                            group.addTask {
                                do {
                                    let file = try await UnixSocketFile.create(at: path)
                                    return try await loop.perform { loop in
                                        let listener = try Listener(
                                            at: .unix(path: path),
                                            using: file,
                                            on: loop,
                                            spreadingOver: [loop]
                                        ) { stream in
                                            stream.handler = EchoHandler(stream: stream)
                                            stream.startReading()
                                        }
                                        return (loop, listener)
                                    }
                                } catch let error as TransportError where error.isAddressInUse {
                                    return nil
                                }
                            }
                        }
                        return try await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }
                    }
                    #expect(listeners.count == 1)
                    try await self.checkEcho(at: path, from: loops[0])
                    for (loop, listener) in listeners {
                        try await loop.perform { _ in listener.close() }
                    }
                }
            }
        }
    }

    @Test("a socket file that goes away meanwhile is not taken for another kind of file")
    func vanishing() async throws {
        try await self.withFolder { folder in
            let path = folder + "/socket"
            let other = try self.bindSocket(to: folder + "/other")
            defer { close(other) }
            try #require(listen(other, 1) == 0)
            let comingAndGoing = Task.detached {
                while !Task.isCancelled {
                    // The paths are valid during the calls.
                    if unsafe link(folder + "/other", path) == 0 { _ = unsafe unlink(path) }
                }
            }
            try await withLoops(1) { loops in
                for _ in 0..<3000 {
                    do {
                        try await withListener(at: .unix(path: path), on: loops) {
                            $0.close()
                        } _: { _ in
                        }
                    } catch let error as TransportError {
                        #expect(error.isAddressInUse, "\(error)")
                    }
                }
            }
            comingAndGoing.cancel()
            await comingAndGoing.value
        }
    }

    @Test("a path at which another process listens is refused, and the other goes on")
    func live() async throws {
        try await self.withFolder { folder in
            let path = folder + "/socket"
            try await withLoops(2) { loops in
                try await withEcho(at: .unix(path: path), on: [loops[0]]) { _ in
                    let error = await self.refusal(at: path, on: [loops[1]])
                    #expect(error?.isAddressInUse == true)
                    #expect(error?.description == "bind to \(path): address already in use")
                    try await self.checkEcho(at: path, from: loops[1])
                }
            }
        }
    }

    @Test("a listener that accepts nothing and whose queue is full is not replaced")
    func fullQueue() async throws {
        try await self.withFolder { folder in
            let path = folder + "/socket"
            let listener = try self.bindSocket(to: path)
            try #require(listen(listener, 0) == 0)
            var descriptors = [listener]
            defer { for descriptor in descriptors { close(descriptor) } }
            var isFull = false
            while !isFull {
                let client = socket(AF_UNIX, Self.streamType, 0)
                _ = fcntl(client, F_SETFL, O_NONBLOCK)
                descriptors.append(client)
                isFull = unsafe Self.withAddress(path) { unsafe connect(client, $0, $1) } != 0
            }
            try await withLoops(1) { loops in
                #expect(await self.refusal(at: path, on: loops)?.isAddressInUse == true)
            }
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("what is not a stream socket stays, and the error says what is in the way")
    func otherFiles() async throws {
        try await self.withFolder { folder in
            let file = folder + "/file"
            try Data("precious".utf8).write(to: URL(filePath: file))
            let directory = folder + "/directory"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            let stale = folder + "/stale"
            try self.leaveSocket(at: stale)
            let link = folder + "/link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: stale)
            let dangling = folder + "/dangling"
            try FileManager.default.createSymbolicLink(atPath: dangling, withDestinationPath: folder + "/nothing")
            try await withLoops(1) { loops in
                for path in [file, directory, link, dangling] {
                    let error = await self.refusal(at: path, on: loops)
                    #expect(error?.description == "bind to \(path), which is not a socket: file already exists")
                }
            }
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
            #expect(FileManager.default.fileExists(atPath: directory))
            #expect(FileManager.default.fileExists(atPath: stale))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == stale)

            let used = folder + "/used"
            let descriptor = try self.bindSocket(to: used, type: Self.datagramType)
            defer { close(descriptor) }
            try await withLoops(1) { loops in
                #expect(await self.refusal(at: used, on: loops)?.isAddressInUse == true)
            }
            #expect(FileManager.default.fileExists(atPath: used))
        }
    }

    @Test("a missing folder is named")
    func missingFolder() async throws {
        try await self.withFolder { folder in
            try Data().write(to: URL(filePath: folder + "/file"))
            try await withLoops(1) { loops in
                let missing = await self.refusal(at: folder + "/no/such/socket", on: loops)
                #expect(
                    missing?.description
                        == "bind to \(folder)/no/such/socket, whose folder \(folder)/no/such is missing: "
                        + "no such file or directory"
                )
                let file = await self.refusal(at: folder + "/file/socket", on: loops)
                #expect(file?.description == "bind to \(folder)/file/socket: not a directory")
            }
        }
    }

    @Test("a path that is too long is refused with the limit")
    func tooLong() async throws {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        try await withLoops(1) { loops in
            let error = await self.refusal(at: path, on: loops)
            #expect(error?.description == "bind to \(path), which has 108 bytes of at most 107: name too long")
        }
    }

    @Test("a listener that closes leaves the file of another that has taken the path over")
    func takenOver() async throws {
        try await self.withFolder { folder in
            let path = folder + "/socket"
            try await withLoops(2) { loops in
                let first = try await loops[0].perform { loop in
                    try Listener(at: .unix(path: path), on: loop, spreadingOver: [loop]) { $0.close() }
                }
                try FileManager.default.removeItem(atPath: path)
                try await withEcho(at: .unix(path: path), on: [loops[1]]) { _ in
                    try await loops[0].perform { _ in first.close() }
                    try await self.checkEcho(at: path, from: loops[1])
                }
            }
        }
    }

    @Test("a folder that another program has locked can be listened in, but no file of it is replaced")
    func lockedFolder() async throws {
        try await self.withFolder { folder in
            // The path is valid during the call.
            let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(lock) }
            try #require(flock(lock, LOCK_EX) == 0)
            try self.leaveSocket(at: folder + "/stale")
            try await withLoops(1) { loops in
                #expect(await self.refusal(at: folder + "/stale", on: loops)?.isAddressInUse == true)
                try await withEcho(at: .unix(path: folder + "/new"), on: loops) { _ in
                    try await self.checkEcho(at: folder + "/new", from: loops[0])
                }
            }
        }
    }

    @Test("a loop goes on while its listener waits for the lock of a folder, and the listener then replaces a file")
    func waitingForLock() async throws {
        try await self.withFolder { folder in
            // The path is valid during the call.
            let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(lock) }
            try #require(flock(lock, LOCK_EX) == 0)
            let path = folder + "/socket"
            try self.leaveSocket(at: path)
            try await withLoops(1) { loops in
                let creating = Task(executorPreference: loops[0]) { try await UnixSocketFile.create(at: path) }
                for _ in 0..<10 { try await loops[0].perform { _ in } }
                try #require(flock(lock, LOCK_UN) == 0)
                try await creating.value.discard()
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
