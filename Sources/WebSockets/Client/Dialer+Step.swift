//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP
public import WSTransport

extension Dialer {
    /// What a ``Dialer`` does next, as its ``Dialer/trace`` is told.
    @nonexhaustive
    public enum Step: Sendable {
        /// The addresses of a host are looked up.
        case lookUp(host: String)

        /// One of the addresses is connected to; if that fails or takes long, the next one is too.
        case connect(NetworkAddress)

        /// There is a connection to a proxy, which is asked to connect to the target.
        case proxy(Dialer.Proxy)

        /// There is a connection, which is made secure.
        case tls

        /// There is a connection, over which the opening handshake is sent.
        case handshake

        /// The server has sent the dialer elsewhere, which begins again with that URL.
        case redirect(to: String)

        /// The server has answered: with 101 if it may have agreed.
        case response(HTTP.Status)
    }
}
