//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How a task that waits for a message is resumed.
///
/// A checked continuation would allocate for every message. That each is resumed exactly once is ensured by where it is
/// kept: whoever resumes it has taken it out of its connection first.
@safe
struct Resumption<Value>: Sendable {
    private let continuation: UnsafeContinuation<Value, any Error>

    fileprivate init(_ continuation: UnsafeContinuation<Value, any Error>) {
        unsafe self.continuation = continuation
    }

    func resume(returning value: sending Value) {
        // See above: this happens once.
        unsafe self.continuation.resume(returning: value)
    }

    func resume(throwing error: any Error) {
        // See above: this happens once.
        unsafe self.continuation.resume(throwing: error)
    }
}

/// Suspends the task until the resumption that `body` is given, and keeps, is used.
func withResumption<Value>(_ body: (Resumption<Value>) -> Void) async throws -> Value {
    // Resumption says why it is resumed once.
    try await unsafe withUnsafeThrowingContinuation { unsafe body(Resumption($0)) }
}
