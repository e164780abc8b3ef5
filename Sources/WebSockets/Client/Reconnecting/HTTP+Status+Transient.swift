//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP

extension HTTP.Status {
    /// Whether a server that refuses a request with this status may accept the same request later.
    ///
    /// A code without an entry of its own is treated as the first of its class (RFC 9110 §15): one from 500 through 599 as 500, and an
    /// invalid one from 600 on as well.
    var isTransient: Bool {
        switch self.rawValue {
        case 408, 425, 429: true
        // The server lacks a function or a version; 511 asks a person to log in to the network (RFC 6585 §6).
        case 501, 505, 506, 510, 511: false
        default: self.rawValue >= 500
        }
    }
}
