//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which task it is, or that it is none: to be used while the task exists, and never after.
struct TaskIdentity: Equatable {
    /// No task.
    static let none = TaskIdentity(address: 0)

    private let address: UInt

    /// The task that runs, or none.
    static var current: TaskIdentity {
        // Only the address is kept, which is the task's own as long as it exists; that a task is handed out as one is
        // checked by the cast. The runtime's own comparison costs as much as twenty of this.
        unsafe withUnsafeCurrentTask { unsafe TaskIdentity(address: unsafeBitCast($0, to: UInt.self)) }
    }

    /// Cancels the task, if there is one.
    func cancel() {
        // It exists, as said above, and any other task may cancel it.
        unsafe unsafeBitCast(self.address, to: UnsafeCurrentTask?.self)?.cancel()
    }
}
