//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP
import WSHTTP1
import WSTransport
import WebSocketProtocol

// Requests for hosts that are not allowed.
extension HTTPConnection {
    /// Returns the host that a request names and may not, if there is one.
    func refusedHost(_ head: RequestHead) -> String? {
        let allowed = self.server.configuration.allowedHosts
        guard allowed.isRestricted(isLocal: self.serverLoop.listensLocally) else { return nil }
        var hosts = head.fields.values(of: "Host")
        // In its absolute form the target names the host, whatever the field says (RFC 9112 §3.2.2).
        if head.target.utf8.first != UInt8(ascii: "/"), let authority = RequestTarget(head.target)?.authority {
            hosts.append(String(authority))
        }
        guard let host = hosts.first(where: { !allowed.allows($0) }), !(allowed.exemptsProxies && self.comesByProxy)
        else {
            return nil
        }
        return host
    }

    /// Whether a proxy is what connects, as far as that can be known: one that is trusted, or whatever uses a Unix socket.
    private var comesByProxy: Bool {
        let peer = self.stream.remoteAddress
        if case .unix = peer { return true }
        return self.server.configuration.trustedProxies?.contains(peer) ?? false
    }

    /// Answers a request for a host that is not allowed.
    func refuse(_ head: RequestHead, host: String) {
        // Without the port, which does not matter; what is not a host is shown as a text without control characters.
        let host = (try? Authority(host))?.bracketedHost ?? ASCII.quoted(host)
        self.counters.report(.hostNotAllowed(host), self.context.id, self.client)
        let message = "Requests for the host \(host) are not allowed; see HTTPServer.Configuration.allowedHosts."
        self.sendLast(
            HTTP.Error(.misdirectedRequest, message).response,
            to: head.method,
            isHandshake: OpeningRequest.isUpgrade(head.fields)
        )
    }
}
