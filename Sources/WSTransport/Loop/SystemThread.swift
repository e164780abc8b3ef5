//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

/// The system's threads.
enum SystemThread {
    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - body: What the thread runs.
    ///   - argument: What `body` is called with.
    /// - Returns: 0, or libuv's number of the error.
    static func start(_ body: @convention(c) (UnsafeMutableRawPointer?) -> Void, _ argument: UnsafeMutableRawPointer)
        -> CInt
    {
        // A thread's handle is a number in glibc, and a pointer in other C libraries.
        #if canImport(Glibc)
        var thread = uv_thread_t()
        #else
        var thread: uv_thread_t?
        #endif
        // The handle is written during the call. The caller keeps the argument valid for the thread.
        return unsafe uv_thread_create(&thread, body, argument)
    }
}
