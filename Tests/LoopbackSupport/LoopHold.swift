//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
package import WSTransport

/// Keeps a loop from running anything, as it is while its process is stopped.
///
/// It lasts for a time at least, and until it is ended.
package final class LoopHold: Sendable {
    private let isEnded = Atomic<Bool>(false)

    /// Holds a loop up as soon as it runs what is posted to it.
    ///
    /// - Parameters:
    ///   - loop: The loop.
    ///   - milliseconds: The shortest time.
    ///   - onBegin: Called on the loop when the hold begins.
    package init(_ loop: EventLoop, for milliseconds: UInt64, onBegin: @escaping @Sendable () -> Void = {}) {
        loop.execute {
            onBegin()
            let end = loop.preciseNow + milliseconds * 1_000_000
            while loop.preciseNow < end || !self.isEnded.load(ordering: .sequentiallyConsistent) {
                Thread.sleep(forTimeInterval: 0.001)
            }
        }
    }

    /// Lets the loop run again once the time is over.
    package func end() {
        self.isEnded.store(true, ordering: .sequentiallyConsistent)
    }

    /// Holds a loop up while `body` runs.
    package static func during<Result>(
        _ loop: EventLoop,
        for milliseconds: UInt64,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        let (begins, begin) = AsyncStream<Void>.makeStream()
        let hold = LoopHold(loop, for: milliseconds) { begin.finish() }
        defer { hold.end() }
        for await _ in begins {}
        return try await body()
    }
}
