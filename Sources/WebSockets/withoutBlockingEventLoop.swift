//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Runs slow work off the event loop: code that computes for long, or calls functions that block.
///
/// A handler shares its loop's thread with every other connection of that loop, so what takes more than a few
/// milliseconds belongs in here. It runs on Swift's global concurrent executor, and the caller waits without holding
/// the loop. A debug build warns of code that holds a loop for more than 50 ms.
///
/// ```swift
/// let thumbnail = try await withoutBlockingEventLoop { try resize(image) }
/// ```
///
/// - Parameter work: The work.
/// - Returns: What `work` returns.
/// - Throws: What `work` throws.
public func withoutBlockingEventLoop<Result: Sendable>(
    _ work: @escaping @Sendable @concurrent () async throws -> Result
) async throws -> Result {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try await work() }
}
