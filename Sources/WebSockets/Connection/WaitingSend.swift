//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A message that waits for room, or until it may begin.
struct WaitingSend {
    enum Content {
        case message(WebSocket.Message, compress: Bool)
        /// One that is encoded already.
        case prepared(WebSocket.PreparedMessage)
        /// One that will be sent piece by piece.
        case pieces(OutgoingMessage)
    }

    let id: UInt32
    let content: Content
    /// `nil` if nobody waits, as it was enqueued.
    let continuation: CheckedContinuation<Void, any Error>?

    /// What counts against what may be enqueued, in bytes.
    var enqueuedSize: Int {
        guard self.continuation == nil else { return 0 }
        let byteCount =
            switch self.content {
            case .message(let message, _): message.byteCount
            case .prepared(let message): message.byteCount
            case .pieces: 0
            }
        return byteCount + MemoryLayout<WaitingSend>.stride
    }
}
