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

/// Has a proxy of HTTP connect us, by CONNECT (RFC 9110 §9.3.6).
final class HTTPTunnel: TunnelNegotiation {
    /// A proxy that answered something else than that we are connected.
    struct Refusal: Error, CustomStringConvertible {
        let response: Dialer.HandshakeResponse

        var description: String {
            switch self.response.status {
            case 407: "It wants a user name and a password, or others: it answered with 407."
            default: "It answered with \(self.response.status.rawValue)."
            }
        }
    }

    let greeting: [UInt8]
    private var parser = ResponseParser(isAnswerToConnect: true)

    /// - Throws: If something of this cannot be sent.
    init(to host: String, port: Int, _ userInfo: UserInfo?) throws {
        let authority = NetworkAddress.tcp(host: host, port: port).description
        var fields = HTTP.Fields()
        try fields.append("Host", authority)
        if let userInfo {
            try fields.append("Proxy-Authorization", BasicCredentials.value(userInfo).reveal())
        }
        var bytes: [UInt8] = []
        try RequestSerializer.append(RequestHead(method: .connect, target: authority, fields: fields), to: &bytes)
        self.greeting = bytes
    }

    func next(_ bytes: Span<UInt8>, from position: inout Int) -> TunnelStep {
        switch self.parser.next(bytes, from: &position) {
        case .head(let head, _) where head.status.isSuccess:
            .connected
        case .head(let head, _):
            .failed(Refusal(response: Dialer.HandshakeResponse(status: head.status, headers: head.fields, body: [])))
        case .failed(let violation):
            .failed(violation)
        case .needsMoreBytes, .body, .end:
            .needsMoreBytes
        }
    }
}
