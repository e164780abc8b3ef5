//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

/// A hub that is not kept alive.
struct WeakListener: Sendable {
    weak let listener: (any BackplaneListener)?

    init(_ listener: any BackplaneListener) {
        self.listener = listener
    }
}
