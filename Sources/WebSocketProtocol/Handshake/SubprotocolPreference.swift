//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// Whose order decides when client and server have more than one subprotocol in common.
///
/// RFC 6455 §4.2.2 leaves the choice to the server. Names are tokens, and their case matters.
public enum SubprotocolPreference: Sendable, Hashable {
    /// The first of the server's list that the client offers.
    case server
    /// The first of the client's list that the server supports.
    case client

    /// Chooses the subprotocol to use.
    ///
    /// Having none in common does not fail the handshake: the connection then has no subprotocol (RFC 6455 §4.2.2).
    ///
    /// - Parameters:
    ///   - offered: What the client offers, in its order; see ``OpeningRequest/subprotocols``.
    ///   - supported: What the server speaks, in its order.
    /// - Returns: The subprotocol, or `nil` if there is none in common.
    public func choose(from offered: [String], supported: [String]) -> String? {
        // Nearly always one of them.
        guard !offered.isEmpty, !supported.isEmpty else { return nil }
        switch self {
        case .server:
            let offered = Set(offered.map { ExactString($0) })
            return supported.first { offered.contains(ExactString($0)) }
        case .client:
            let supported = Set(supported.map { ExactString($0) })
            return offered.first { supported.contains(ExactString($0)) }
        }
    }
}
