//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
import WebSocketProtocol

/// Compression as both ends of a connection have agreed on it, seen from ours.
struct AgreedCompression: Sendable, Hashable {
    let role: WebSocketRole
    let parameters: DeflateParameters
    var options: WebSocket.Compression

    /// Whether what we send may refer to our earlier messages.
    var keepsDeflater: Bool { self.parameters.hasContextTakeover(self.role) }

    /// Whether what the peer sends may refer to its earlier messages.
    var keepsInflater: Bool { self.parameters.hasContextTakeover(self.role.peer) }

    /// The window of the peer, as a base-2 logarithm.
    var inflaterWindowBits: Int { self.parameters.maxWindowBits(self.role.peer) }

    /// What compresses our messages.
    var deflaterSettings: DeflaterSettings {
        DeflaterSettings(
            level: self.options.level,
            memoryLevel: self.options.memoryLevel,
            windowBits: self.parameters.maxWindowBits(self.role)
        )
    }
}

extension WebSocketRole {
    fileprivate var peer: WebSocketRole {
        switch self {
        case .server: .client
        case .client: .server
        }
    }
}
