//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import HTTP1
import Transport

/// The part of a server that runs on one event loop.
actor ServerLoop {
    nonisolated let loop: EventLoop
    nonisolated let server: HTTPServer
    private var accepted = FIFO<UVStream>()
    private var waiter: CheckedContinuation<Void, Never>?
    private var isStopped = false
    private var date: (second: Int, text: [UInt8])?

    init(loop: EventLoop, server: HTTPServer) {
        self.loop = loop
        self.server = server
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    /// Serves the connections that are accepted, each as a child task, until it is stopped and they have ended.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !self.isStopped {
                while let stream = self.accepted.popFirst() {
                    let connection = HTTPConnection(stream: stream, server: self)
                    group.addTask { await connection.serve() }
                }
                if !self.isStopped {
                    await withCheckedContinuation { self.waiter = $0 }
                }
            }
            group.cancelAll()
        }
    }

    /// Takes a connection in.
    func accepted(_ stream: UVStream) {
        guard !self.isStopped else {
            stream.close()
            return
        }
        self.accepted.append(stream)
        self.wake()
    }

    /// Ends ``run()`` once its connections have ended.
    func stop() {
        self.isStopped = true
        while let stream = self.accepted.popFirst() {
            stream.close()
        }
        self.wake()
    }

    private func wake() {
        self.waiter?.resume()
        self.waiter = nil
    }

    /// The value of the Date field, made once per second.
    func currentDate() -> [UInt8] {
        let second = EventLoop.secondsSince1970
        if let date, date.second == second {
            return date.text
        }
        let text = HTTPDate.format(secondsSince1970: second)
        self.date = (second, text)
        return text
    }
}
