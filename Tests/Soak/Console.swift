//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Foundation

/// Waits for a line of the standard input on a thread that nobody else needs; `nil` at the end.
func nextLine() async -> String? {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: readLine()) }
    }
}

/// Writes a line at once, whatever the standard output is.
func writeLine(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Does nothing, and lets nobody else do anything on this thread.
func blockThread(milliseconds: UInt32) {
    usleep(milliseconds * 1000)
}
