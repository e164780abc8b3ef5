//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSTransport

/// What a server knows of a connection before its first byte.
struct ConnectionContext {
    let id = HTTP.ConnectionID.next
    /// Who the client is, if a proxy has said so ahead of the connection.
    var client: NetworkAddress?
    /// Whether a trusted proxy has marked the connection as its own, for example a health check.
    var isProxyItself = false
    /// Whose it is counted as, if it is.
    var network: ClientNetwork?
    /// The limit that it is one too many for, if it is.
    var excess: HTTPServer.Limit?

    /// Counts the connection as that of whoever has an address, if clients are told apart and it is not counted yet.
    ///
    /// - Returns: Whether the client may have another.
    mutating func count(as address: NetworkAddress?, in admission: Admission) -> Bool {
        guard admission.countsClients, self.network == nil, let network = ClientNetwork(address) else { return true }
        guard admission.admit(network) else { return false }
        self.network = network
        return true
    }
}
