//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

extension WebSocket.Compression {
    /// Compression with the defaults, but for context takeover, of both sides.
    init(hasContextTakeover: Bool) {
        self.init(serverContextTakeover: hasContextTakeover, clientContextTakeover: hasContextTakeover)
    }
}
