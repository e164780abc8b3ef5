//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase
import WebSocketProtocol

/// What the environment says about proxies: the variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, each in
/// lower case too, which counts first.
package struct ProxyEnvironment: Sendable {
    private let forSecure: Secret?
    private let forPlain: Secret?
    private let exemptions: ProxyExemptions

    /// Reads the variables.
    package init(_ variables: [String: String]) {
        func value(_ name: String) -> String? {
            // Empty says that there is none, whatever the other says.
            variables[ASCII.lowercased(name.utf8.span)] ?? variables[name]
        }
        // To a script of a web server every request's field Proxy becomes HTTP_PROXY: anybody could choose its proxy.
        let isGatewayScript = variables["REQUEST_METHOD"] != nil
        let plain = isGatewayScript ? variables["http_proxy"] : value("HTTP_PROXY")
        forSecure = (value("HTTPS_PROXY") ?? value("ALL_PROXY")).map { Secret($0) }
        forPlain = (plain ?? value("ALL_PROXY")).map { Secret($0) }
        exemptions = ProxyExemptions(value("NO_PROXY") ?? "")
    }

    /// What is wrong with the variables and has no effect otherwise, a sentence for each; empty if no proxy is named.
    package var warnings: [String] {
        (forSecure ?? "") == "" && (forPlain ?? "") == "" ? [] : exemptions.warnings
    }

    /// Finds the URL of the proxy by which a host is to be reached; `nil` if directly, as hosts of this machine always are.
    ///
    /// - Parameters:
    ///   - host: The host in lower case, an IPv6 address without brackets.
    ///   - port: Its port.
    ///   - isSecure: Whether by TLS.
    /// - Returns: The value of the variable that says so.
    package func proxy(host: String, port: Int, isSecure: Bool) -> Secret? {
        let name = ExactString(host)
        let isLocal = name == "localhost" || name.isBelow("localhost") || IPAddress(host)?.isLoopback == true
        guard let url = isSecure ? forSecure : forPlain, url != "", !isLocal,
            !exemptions.contains(host: host, port: port)
        else { return nil }
        return url
    }
}
