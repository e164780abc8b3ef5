//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a proxy says about a connection that it has accepted and passes on.
package enum ProxyHeader: Equatable, Sendable {
    /// It comes from a client with this address and port.
    case client(IPAddress, port: UInt16)
    /// It comes from a client at a Unix socket, or one whose address the proxy does not know.
    case unknownClient
    /// It is the proxy's own, to see whether we are there.
    case proxyItself
}
