//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSHTTP1
public import WebSocketProtocol

/// The first head in some bytes.
enum HTTPHead {
    static func request(_ bytes: [UInt8]) -> RequestHead? {
        var parser = RequestParser(limits: HTTPLimits())
        var position = 0
        guard case .head(let head, _, _, _) = parser.next(bytes.span, from: &position) else { return nil }
        return head
    }

    static func response(_ bytes: [UInt8]) -> ResponseHead? {
        var parser = ResponseParser()
        var position = 0
        guard case .head(let head, _) = parser.next(bytes.span, from: &position) else { return nil }
        return head
    }
}

extension HTTP.Fields: HeaderFields {}
