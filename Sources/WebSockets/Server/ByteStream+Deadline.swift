//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

extension ByteStream {
    /// Asks to be called after `timeout`, and not at the time that was asked for before.
    func setDeadline(_ timeout: Duration) {
        self.cancelSchedule()
        self.schedule(at: self.loop.now + timeout.wholeMilliseconds)
    }
}
