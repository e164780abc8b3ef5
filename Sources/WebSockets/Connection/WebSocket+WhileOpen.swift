//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

extension WebSocket {
    /// Runs `body` while the connection is open, and cancels it when ``isOpen`` becomes `false`.
    ///
    /// A handler that waits for something else than messages does not notice the end of its connection. This is for such waits:
    ///
    /// ```swift
    /// server.webSocket("/clock") { socket in
    ///     try await socket.whileOpen { socket in
    ///         while true {
    ///             try await socket.send("another hour")
    ///             try await Task.sleep(for: .seconds(3600))
    ///         }
    ///     }
    ///     print("the client of connection \(socket.id) has gone")
    /// }
    /// ```
    ///
    /// Only `body` is cancelled, not the task that calls this, so that what follows can await what must be finished. Messages that
    /// came before the end can still be received. It returns when `body` has ended.
    ///
    /// - Parameter body: Runs on the connection's loop, isolated to it, in a task of its own.
    /// - Returns: What `body` returns; `nil` if it threw `CancellationError` because the connection is not open any more.
    /// - Throws: What `body` throws; `CancellationError` if the task that calls this has been cancelled.
    @discardableResult
    public func whileOpen<Result: Sendable>(
        _ body: @escaping @Sendable (_ socket: isolated WebSocket) async throws -> Result
    ) async throws -> Result? {
        let task = Task(executorPreference: self.loop) { try await body(self) }
        let id = self.makeWaiterID()
        if self.isOpen {
            self.openScopes[id] = { task.cancel() }
        } else {
            task.cancel()
        }
        defer { self.openScopes[id] = nil }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch is CancellationError where task.isCancelled && !Task.isCancelled {
            return nil
        }
    }

    /// Cancels what runs while the connection is open.
    func cancelOpenScopes() {
        guard self.hasOpenScopes else { return }
        for cancel in exchange(&self.openScopes, with: [:]).values { cancel() }
    }
}
