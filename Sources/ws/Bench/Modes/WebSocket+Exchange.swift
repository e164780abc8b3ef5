//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

extension WebSocket {
    /// Exchanges messages until the task is cancelled, or something goes wrong; then closes the connection.
    func exchange<Client: BenchClient>(_ client: LoopConfined<Client>, _ roll: Roll, _ errors: ErrorLog) async {
        do {
            try client.value(on: self).begin(on: self)
            try await self.forEachMessage { message, socket in
                try client.value(on: socket).received(message, on: socket)
            }
            errors.add("The server closed a connection with code \(self.closeCode?.rawValue ?? 1006).")
        } catch is CancellationError {
            // The end of the run.
        } catch {
            errors.add("\(error)")
        }
        client.value(on: self).ended()
        roll.leave()
        try? await self.close()
    }

    /// Runs something on the connection's loop.
    func perform<Result: Sendable>(_ body: @Sendable (isolated WebSocket) -> Result) -> Result {
        body(self)
    }
}
