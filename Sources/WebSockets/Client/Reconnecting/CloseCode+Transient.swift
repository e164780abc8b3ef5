//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension CloseCode {
    /// Whether a peer that closes a connection with this code may accept another one and what is sent over it.
    ///
    /// Codes without an entry of their own, those of libraries (3000–3999) and applications (4000–4999) among them, say nothing against it.
    var isTransient: Bool {
        switch self.rawValue {
        // 1002, 1003, 1007, 1009, 1010: the peer cannot accept what was sent, and will not the next time.
        case 1002, 1003, 1007, 1009, 1010: false
        // Unauthorized and forbidden, as IANA's registry has them.
        case 3000, 3003: false
        // 1008 among them, with which servers, also of this library, close connections that are too slow or send too fast.
        default: true
        }
    }
}
