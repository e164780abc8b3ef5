//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    @Test(
        "bytes come back from an echo, however many and whatever the loops",
        arguments: [1, 2],
        [1, 100_000, 2_000_000]
    )
    func echo(loopCount: Int, byteCount: Int) async throws {
        try await withLoops(loopCount + 1) { loops in
            try await withEcho(on: Array(loops[..<loopCount])) { address in
                let stream = try await loops[loopCount].connect(to: address)
                let sent = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                #expect(try await exchange(sent, over: stream) == sent)
            }
        }
    }

    @Test("bytes come back over a Unix socket, also when the connection moves to another loop", arguments: [1, 3])
    func unix(loopCount: Int) async throws {
        try await withLoops(loopCount) { loops in
            try await withEcho(at: .temporaryPath(), on: loops) { address in
                for count in [1, 3, 1_000_000] {
                    let stream = try await loops[0].connect(to: address)
                    let sent = [UInt8](repeating: UInt8(count % 251), count: count)
                    #expect(try await exchange(sent, over: stream) == sent)
                }
            }
        }
    }

    @Test("both ends know both addresses, until the stream is closed")
    func addresses() async throws {
        try await withLoops(2) { loops in
            try await withAcceptedStreams(on: [loops[0]]) { address, accepted in
                let client = try await loops[1].connect(to: address)
                let server = try #require(await accepted.next())
                #expect(try await client.onLoop { $0.remoteAddress } == address)
                #expect(try await server.onLoop { $0.localAddress } == address)
                let local = try await client.onLoop { $0.localAddress }
                #expect(try await server.onLoop { $0.remoteAddress } == local)
                for stream in [client, server] {
                    try await stream.onLoop { stream in
                        stream.close()
                        #expect(stream.isClosed)
                        #expect(stream.localAddress == nil)
                        #expect(stream.remoteAddress == nil)
                    }
                }
            }
        }
    }

    @Test("what arrives while reading is stopped is delivered when it goes on")
    func readingOnDemand() async throws {
        try await withLoops(2) { loops in
            try await withAcceptedStreams(on: [loops[0]]) { address, accepted in
                let client = try await loops[1].connect(to: address)
                let server = try #require(await accepted.next())
                var recording = try await Recording(server)
                try await client.onLoop { $0.append([1]) }
                #expect(await recording.receive(1) == [1])
                try await server.onLoop { $0.stopReading() }
                try await client.onLoop { stream in
                    stream.append([2])
                    stream.shutdownOutput()
                }
                try await server.onLoop { stream in
                    stream.startReading()
                    stream.startReading()
                }
                #expect(await recording.next() == .bytes([2]))
                #expect(await recording.next() == .end)
                try await server.onLoop { $0.close() }
                try await client.onLoop { $0.close() }
            }
        }
    }

    @Test("the forms of address are written as in a URL")
    func descriptions() {
        #expect(NetworkAddress.tcp(host: "127.0.0.1", port: 80).description == "127.0.0.1:80")
        #expect(NetworkAddress.tcp(host: "::1", port: 80).description == "[::1]:80")
        #expect(NetworkAddress.unix(path: "/tmp/x").description == "/tmp/x")
        #expect(NetworkAddress.tcp(host: "::1", port: 80).port == 80)
        #expect(NetworkAddress.unix(path: "/tmp/x").port == nil)
    }
}
