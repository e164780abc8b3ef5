//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a command is not run.
enum ArgumentProblem: Error {
    /// The user asked how to use it.
    case helpRequested
    /// It was called wrongly: one sentence that says how.
    case wrong(String)
}
