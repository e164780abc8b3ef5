//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import LoopbackSupport
import Testing
import WSTransport
import WebSockets

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Cancelling a dialer", .timeLimit(.minutes(1)))
struct DialCancellationTests {
    @Test("a task that is cancelled already does not dial", arguments: ["ws://127.0.0.1:1/", "ws://localhost:1/"])
    func beforehand(url: String) async {
        let task = Task {
            await Signal().wait()
            try await Dialer().dial(url).closeNow()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("cancelling while the server does not answer drops the connection", arguments: ["", "HTTP/1.1 101 X\r\nX: "])
    func whileWaiting(beginning: String) async throws {
        let arrived = Signal()
        let ended = Signal()
        try await withRawServer { connection in
            _ = try await connection.receive(through: "\r\n\r\n")
            await connection.send(beginning)
            arrived.send()
            _ = await connection.receiveUntilGone()
            ended.send()
        } _: { address in
            let task = Task { try await Dialer().dial("ws://\(address)/").closeNow() }
            await arrived.wait()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            await ended.wait()
        }
    }

    @Test("no descriptor is left of dials that were cancelled, timed out or refused, in whatever phase")
    func descriptors() async {
        // In a process of its own, where nobody else opens any.
        await #expect(processExitsWith: .success) {
            try await withRawServer { connection in
                _ = await connection.receiveUntilGone()
                await connection.close()
            } _: { address in
                let url = "ws://\(address)/"
                // The loops of clients are made at first use.
                let first = Dialer(handshakeTimeout: .milliseconds(20))
                await #expect(throws: WebSocket.Error.self) { try await first.dial(url) }
                try await settled(address)
                let before = openDescriptors()
                for turns in 0..<100 {
                    let task = Task { try await Dialer().dial(url).closeNow() }
                    // A dial takes some turns of its loop to come to the point where it waits for an answer.
                    for _ in 0..<turns % 10 {
                        _ = try await EventLoopGroup.shared.leastLoaded.perform { _ in }
                    }
                    task.cancel()
                    await #expect(throws: CancellationError.self) { try await task.value }
                }
                for _ in 0..<10 {
                    await #expect(throws: WebSocket.Error.self) { try await first.dial(url) }
                    await #expect(throws: WebSocket.Error.self) { try await first.dial("ws://127.0.0.1:1/") }
                }
                try await settled(address)
                #expect(openDescriptors() == before)
            }
        }
    }
}

/// The number of descriptors the process has open.
private func openDescriptors() -> Int {
    (0..<1024).count { fcntl($0, F_GETFD) >= 0 }
}

/// Waits until the server at an address has seen the ends of all connections before.
private func settled(_ address: NetworkAddress) async throws {
    // Its loops take what happens in order, and the end of this connection happens last.
    for _ in 0..<3 {
        let connection = try await RawConnection(to: address)
        await connection.endOutput()
        _ = await connection.receiveUntilGone()
        await connection.close()
    }
}
