//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct FlushTests {
    @Test("what many streams append in one turn is all written, also when one of them was written in between")
    func writtenInBetween() async throws {
        try await withLoops(1) { loops in
            // A Unix socket can be written to as soon as its peer has read; TCP waits for an acknowledgement.
            try await withAcceptedStreams(at: .temporaryPath(), on: loops) { address, accepted in
                var peers: [RawSocket] = []
                var streams: [UVStream] = []
                for _ in 0..<4 {
                    peers.append(try await RawSocket.connected(to: address, receiveBuffer: 16_384))
                    streams.append(try #require(await accepted.next()))
                }
                #expect(shrinkSendBuffers(ofSocketsAt: address) >= 4)
                let (slow, second, third, last) = (streams[0], streams[1], streams[2], streams[3])
                try await slow.onLoop {
                    $0.handler = OnDrain {
                        slow.append([1])
                        last.append([4])
                    }
                }
                // A little more than the kernel takes, so that a write waits and ends as soon as the peer has read.
                while try await loops[0].perform({ _ in slow.pendingOutput }) == 0 {
                    try await slow.onLoop { $0.append([UInt8](repeating: 0, count: 4096)) }
                }
                let peer = peers[0]
                try await loops[0].perform { loop in
                    slow.notifyWhenDrained(to: 100)
                    // Comes first in the next turn; then the kernel says that it takes more for the slow peer.
                    loop.execute {
                        for stream in [slow, second, third] {
                            stream.append([9])
                        }
                    }
                    _ = try peer.receive(Int(slow.writtenCount))
                }
                for (index, byte) in [(1, 9), (2, 9), (3, 4)] as [(Int, UInt8)] {
                    let peer = peers[index]
                    #expect(try await onThread { try peer.receive(1) } == [byte])
                }
                for stream in streams {
                    try await stream.onLoop { $0.close() }
                }
            }
        }
    }
}

/// Does something when its stream has been written.
private final class OnDrain: ByteStreamHandler {
    private let action: () -> Void

    init(_ action: @escaping () -> Void) {
        self.action = action
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {}
    func streamDidReceiveEnd() {}
    func streamDidDrain() { self.action() }
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) {}
}
