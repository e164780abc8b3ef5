//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Something one task tells another, once or often.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (self.stream, self.continuation) = AsyncStream.makeStream()
    }

    /// Lets one wait end, now or in future.
    func send() {
        self.continuation.yield()
    }

    /// Waits for a signal; for one task at a time.
    ///
    /// Cancelling the task ends the wait.
    func wait() async {
        for await _ in self.stream { return }
    }
}
