//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSHTTP
import WSProxies
import WSTransport

extension HTTPConnection {
    /// What the fields of a request say about its client, if a trusted proxy has sent it.
    func forwardedClient(_ headers: HTTP.Fields) -> ForwardedHop? {
        guard let proxies = self.server.configuration.trustedProxies, proxies.means != .proxyProtocol,
            self.comesFromTrustedProxy(proxies)
        else { return nil }
        let hops =
            proxies.means == .forwarded
            ? ForwardedHop.forwarded(headers.values(of: "Forwarded"))
            : ForwardedHop.xForwarded(
                for: headers.values(of: "X-Forwarded-For"),
                proto: headers.values(of: "X-Forwarded-Proto")
            )
        return ForwardedHop.client(of: hops) { proxies.contains($0) }
    }

    /// Asks for the peer's address once.
    private func comesFromTrustedProxy(_ proxies: HTTPServer.TrustedProxies) -> Bool {
        if let isFromTrustedProxy { return isFromTrustedProxy }
        let isTrusted = proxies.contains(self.stream.remoteAddress)
        self.isFromTrustedProxy = isTrusted
        return isTrusted
    }
}
