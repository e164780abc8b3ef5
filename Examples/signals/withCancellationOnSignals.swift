//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Foundation

/// Runs `body`, and cancels it when the process gets SIGINT (Ctrl-C) or SIGTERM.
///
/// A server that is cancelled closes its WebSockets with 1001, so that clients know why, and returns. A second signal ends the
/// process at once.
public func withCancellationOnSignals(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let running = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler {
            signal(number, SIG_DFL)
            running.cancel()
        }
        // The default would end the process.
        signal(number, SIG_IGN)
        source.activate()
        return source
    }
    defer { for source in sources { source.cancel() } }
    try await running.value
}
