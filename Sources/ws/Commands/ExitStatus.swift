//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the command tells who called it.
enum ExitStatus: Int32 {
    /// All went well.
    case success = 0
    /// What was to be done could not be.
    case failure = 1
    /// The command was called wrongly.
    case usage = 2
}
