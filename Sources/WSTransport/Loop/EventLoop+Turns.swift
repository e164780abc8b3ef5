//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension EventLoop {
    /// Waits for the loop's next turn, in which other connections are read and other tasks run.
    package func nextTurn() async {
        await withCheckedContinuation { turn in
            self.execute { turn.resume() }
        }
    }

    /// Returns an error in the loop's next turn, for a call that fails without a wait: a task that goes on making such calls leaves
    /// the others on the loop their turns.
    package func inNextTurn(_ error: any Error) async -> any Error {
        await self.nextTurn()
        return error
    }
}
