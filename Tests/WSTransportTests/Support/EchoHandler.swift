//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// Sends back what it receives, and holds a peer back that does not take it.
final class EchoHandler: ByteStreamHandler {
    private let stream: UVStream

    init(stream: UVStream) {
        self.stream = stream
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.stream.append(bytes.span)
        if self.stream.pendingOutput > 65_536 {
            self.stream.stopReading()
            self.stream.notifyWhenDrained(to: 0)
        }
    }

    func streamDidReceiveEnd() {
        self.stream.shutdownOutput()
    }

    func streamDidDrain() {
        self.stream.startReading()
    }

    func streamDidClose() {}

    func streamDidFailWriting(_ error: any Error) {
        self.stream.close()
    }

    func streamDidFail(_ error: any Error) {}
}
