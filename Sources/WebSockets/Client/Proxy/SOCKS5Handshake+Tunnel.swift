//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSProxies
import WebSocketProtocol

extension SOCKS5Handshake {
    /// Prepares to be connected to a port of a host, with a user name and password if there are any.
    init(host: String, port: UInt16, _ userInfo: UserInfo?) throws(SOCKS5Error) {
        let (user, password) = (userInfo?.user.reveal(), userInfo?.password?.reveal())
        try self.init(host: host, port: port, user: user, password: password)
    }
}

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
