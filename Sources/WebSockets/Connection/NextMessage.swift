//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a task finds that wants the next message.
enum NextMessage {
    /// A message was there.
    case message(WebSocket.Message)
    /// None yet, and the task is the handler's, whose cancellation ends a wait as it is.
    case awaitInHandler
    /// None yet, and the wait has to be ended when the task is cancelled.
    case awaitCancellably
}
