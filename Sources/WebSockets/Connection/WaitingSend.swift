//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A message that waits for room.
struct WaitingSend {
    let id: UInt32
    let message: Message
    /// Whether it may be compressed.
    let compress: Bool
    let continuation: CheckedContinuation<Void, any Error>
}
