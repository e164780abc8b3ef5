//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import HTTP1
import TLS
import Transport

/// The part of a server that runs on one event loop.
actor ServerLoop {
    nonisolated let loop: EventLoop
    nonisolated let server: HTTPServer
    /// The number of connections that speak HTTP; those of WebSockets are their tasks' matter.
    private var connectionCount = 0
    /// What is to run as a task of its own.
    private var ready = FIFO<Activity>()
    /// How much of that has been given a task, which has not begun to run.
    private var startingCount = 0
    private var waiter: CheckedContinuation<Void, Never>?
    private var isStopped = false
    private var date: (second: Int, text: [UInt8])?

    /// What a connection needs a task for.
    enum Activity {
        /// To await the handlers of its requests.
        case answering(HTTPConnection)
        /// To run the handler of a WebSocket.
        case webSocket(WebSocket, WebSocketHandler)
    }

    init(loop: EventLoop, server: HTTPServer) {
        self.loop = loop
        self.server = server
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.loop.unownedSerialExecutor
    }

    /// Serves the connections that are accepted until it is stopped and they have ended.
    ///
    /// A connection gets a child task only when there is something to await, and a WebSocket's is a new one: what the
    /// task of a request has needed would stay allocated for the life of a task that went on.
    func run() async {
        // Made once: each connection's own would be kept for as long as its task runs. Not isolated, so that the frames
        // of a task that waits are as few as they can be.
        let runNext: @Sendable @isolated(any) () async -> Void = {
            switch self.onLoop.takeNext(self) {
            case .answering(let connection): await connection.answerRequests()
            case .webSocket(let socket, let handler): await socket.run(handler)
            case nil: break
            }
        }
        await withDiscardingTaskGroup { group in
            while !self.isStopped || self.connectionCount > 0 || self.startingCount < self.ready.count {
                while self.startingCount < self.ready.count {
                    self.startingCount += 1
                    group.addTask(operation: runNext)
                }
                if !self.isStopped || self.connectionCount > 0 {
                    await withCheckedContinuation { self.waiter = $0 }
                }
            }
        }
    }

    /// Takes what has waited longest, for a task that was made for it.
    func takeNext() -> Activity? {
        self.startingCount -= 1
        return self.ready.popFirst()
    }

    /// Takes a connection in.
    func accepted(_ stream: UVStream) {
        guard !self.isStopped else {
            stream.close()
            return
        }
        self.connectionCount += 1
        let secured: any ByteStream =
            if let tls = self.server.tlsContext { TLSStream(over: stream, server: tls) } else { stream }
        let connection = HTTPConnection(stream: secured, server: self)
        connection.onLoop.start(connection)
    }

    /// Gives a connection a task to answer its requests in.
    func startAnswering(_ connection: HTTPConnection) {
        self.ready.append(.answering(connection))
        self.wake()
    }

    /// Gives a connection that has become a WebSocket a task to run its handler in.
    func run(_ socket: WebSocket, _ handler: @escaping WebSocketHandler) {
        self.ready.append(.webSocket(socket, handler))
        self.wake()
    }

    /// Counts a connection off that has ended or become a WebSocket.
    func connectionEnded() {
        self.connectionCount -= 1
        if self.isStopped {
            self.wake()
        }
    }

    /// Ends ``run()``, whose task has been cancelled and with it those of the handlers, once its connections have ended.
    func stop() {
        self.isStopped = true
        // The loop is this server's alone, but for connections that its handlers have made.
        for handler in self.loop.streamHandlers {
            switch handler {
            case let connection as HTTPConnection: connection.assumeIsolated { $0.stop() }
            case let socket as WebSocket: socket.assumeIsolated { $0.handlerCancelled() }
            default: break
            }
        }
        self.wake()
    }

    private func wake() {
        self.waiter.take()?.resume()
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
