//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import TLS
public import Transport

/// What a server's operator may want to know, as ``HTTPServerConfiguration/trace`` is told.
@nonexhaustive
public enum HTTPServerEvent: Sendable {
    /// A connection could not be made secure, or broke TLS: the client does not trust the certificate, has none of its own, or
    /// speaks plain HTTP (`notTLS`), which is answered with 400.
    case tlsFailed(TLSError, from: SocketAddress?)

    /// A client began with TLS on a port without it.
    case tlsOnPlainPort(from: SocketAddress?)

    /// A trusted proxy did not begin with the header of the PROXY protocol; its connection was closed.
    case invalidProxyHeader(from: SocketAddress?)
}

extension HTTPServerEvent: CustomStringConvertible {
    /// A sentence for a log.
    public var description: String {
        switch self {
        case .tlsFailed(let error, let address):
            "No TLS with \(Self.name(address)). \(error)"
        case .tlsOnPlainPort(let address):
            "\(Self.name(address)) began with TLS on a port for plain connections: is it for https or wss?"
        case .invalidProxyHeader(let address):
            "\(Self.name(address)), a trusted proxy, did not begin with a header of the PROXY protocol."
        }
    }

    private static func name(_ address: SocketAddress?) -> String {
        address.map { $0.description.isEmpty ? "a client at a Unix socket" : $0.description } ?? "a client"
    }
}
