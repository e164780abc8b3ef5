//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// The end of a server on one of its loops: its WebSockets are closed a few at a time, and what has not ended in time is
/// dropped.
final class LoopShutdown {
    /// How many milliseconds lie between two turns.
    private static let tick: UInt64 = 10

    /// How many milliseconds handlers that have been cancelled have to end.
    private static let graceTime: UInt64 = 1000

    private let loop: EventLoop
    private let windowEnd: UInt64
    private let turn = Deadline()
    private let limit = Deadline(isTimeout: true)
    /// Those that are still to be closed, in random order.
    private var sockets: [WebSocket] = []

    /// - Parameters:
    ///   - loop: The loop, which the caller is on.
    ///   - configuration: How long it may all take.
    ///   - cancelHandlers: Called when the handlers' time is over.
    init(
        of loop: EventLoop,
        _ configuration: HTTPServer.Configuration,
        cancelHandlers: @escaping @Sendable () -> Void
    ) {
        self.loop = loop
        for handler in loop.streamHandlers {
            switch handler {
            case let socket as WebSocket where socket.role == .server: self.sockets.append(socket)
            case let connection as HTTPConnection: connection.assumeIsolated { $0.stop() }
            case let reader as ProxyHeaderReader: reader.stop()
            default: break
            }
        }
        self.sockets.shuffle()
        let timeout = configuration.shutdownTimeout.wholeMilliseconds
        let window = min(configuration.shutdownWindow.wholeMilliseconds, timeout)
        self.windowEnd = loop.now + min(window, UInt64(self.sockets.count) * Self.tick)
        self.limit.onExpiry { now in
            cancelHandlers()
            self.limit.onExpiry { _ in self.drop() }
            loop.schedule(self.limit, at: now + Self.graceTime)
        }
        loop.schedule(self.limit, at: loop.now + timeout)
        self.closeNext(loop.now)
    }

    /// Takes in a connection that has become a WebSocket only now.
    func add(_ socket: WebSocket) {
        self.sockets.append(socket)
        self.loop.schedule(self.turn, at: self.loop.now + Self.tick)
    }

    /// Forgets what was still to be done.
    func end() {
        for deadline in [self.turn, self.limit] {
            self.loop.cancel(deadline)
            deadline.onExpiry(nil)
        }
        self.sockets = []
    }

    /// Closes as many as are due for the rest to be spread over what is left of the window.
    private func closeNext(_ now: UInt64) {
        let timeLeft = self.windowEnd > now + Self.tick ? self.windowEnd - now : Self.tick
        var due = (self.sockets.count * Int(Self.tick) + Int(timeLeft) - 1) / Int(timeLeft)
        var unready: [WebSocket] = []
        while due > 0, let socket = self.sockets.popLast() {
            due -= 1
            socket.assumeIsolated { socket in
                if !socket.cancelHandler(), socket.canSend {
                    // Its handler is only to begin.
                    unready.append(socket)
                }
            }
        }
        self.sockets += unready
        self.turn.onExpiry { self.closeNext($0) }
        if !self.sockets.isEmpty {
            self.loop.schedule(self.turn, at: now + Self.tick)
        }
    }

    private func drop() {
        for handler in self.loop.streamHandlers {
            switch handler {
            case let connection as HTTPConnection: connection.assumeIsolated { $0.close() }
            case let socket as WebSocket where socket.role == .server: socket.assumeIsolated { $0.closeNow() }
            case let reader as ProxyHeaderReader: reader.close()
            default: break
            }
        }
    }
}
