//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Runs slow work off the event loop: code that computes for long, or calls functions that block for a while.
///
/// A handler shares its loop's thread with every other connection of that loop, so what takes more than a few
/// milliseconds belongs in here. It runs on Swift's global concurrent executor, and the caller waits without holding
/// the loop. A debug build warns of code that holds a loop for more than 50 ms.
///
/// ```swift
/// let thumbnail = try await withoutBlockingEventLoop { try resize(image) }
/// ```
///
/// That executor has as many threads as the machine has cores, for all tasks of the process. A call that may block for as long as
/// another program likes, such as writing to a pipe or waiting for a process, takes a thread for that time; a few of them stop every
/// task that needs that executor. Make such calls on a thread of their own, or so that they do not block: the example `command`
/// does both.
///
/// - Parameter work: The work, which ends by itself.
/// - Returns: What `work` returns.
/// - Throws: What `work` throws.
public func withoutBlockingEventLoop<Result: Sendable>(
    _ work: @escaping @Sendable @concurrent () async throws -> Result
) async throws -> Result {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try await work() }
}
