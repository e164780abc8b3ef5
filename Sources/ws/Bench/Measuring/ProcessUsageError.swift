//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why the use of processes cannot be told.
enum ProcessUsageError: Error, CustomStringConvertible {
    case noProc
    case noProcess(Int)

    var description: String {
        switch self {
        case .noProc: "The use of --pid needs /proc, which only Linux has."
        case .noProcess(let pid): "There is no process \(pid), or it is gone."
        }
    }
}
