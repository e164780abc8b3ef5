//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Proxies

extension SOCKS5Handshake: TunnelNegotiation {
    mutating func next(_ bytes: Span<UInt8>, from position: inout Int) -> TunnelStep {
        let step: Step = self.next(bytes, from: &position)
        return switch step {
        case .needsMoreBytes: .needsMoreBytes
        case .send(let bytes): .send(bytes)
        case .connected: .connected
        case .failed(let error): .failed(error)
        }
    }
}
