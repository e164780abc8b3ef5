//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP
import WSHTTP1
import WebSocketProtocol

// What a dialer sends.
extension Dialer {
    func handshake() throws(WebSocket.Error) -> ClientHandshake {
        var random = SystemRandomNumberGenerator()
        var bits: UInt64 = 0
        let nonce = InlineArray<16, UInt8> { index in
            // Two draws of eight bytes: each is a system call.
            bits = index % 8 == 0 ? random.next() : bits >> 8
            return UInt8(truncatingIfNeeded: bits)
        }
        do {
            return try ClientHandshake(
                nonce: nonce,
                subprotocols: self.subprotocols,
                extensions: self.compression.map { [$0.preferences.offer] } ?? []
            )
        } catch {
            throw WebSocket.Error(.invalidArgument, "Cannot dial: \(error)", cause: error)
        }
    }

    func request(_ target: WebSocketURL, _ handshake: ClientHandshake) throws(WebSocket.Error) -> [UInt8] {
        guard target.userInfo == nil || !self.headers.contains("Authorization") else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot dial \(target): there are credentials in the URL, and Authorization is among the headers."
            )
        }
        guard !self.headers.contains("Proxy-Authorization") else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot dial: Proxy-Authorization is among the headers, which the server gets. Put it into the proxy's URL."
            )
        }
        guard self.cookieJar == nil || !self.headers.contains("Cookie") else {
            throw WebSocket.Error(
                .invalidArgument,
                "Cannot dial: there is a cookie jar, and Cookie is among the headers. Put the cookie into the jar."
            )
        }
        do {
            if let error = self.headers.error { throw error }
            var fields = HTTP.Fields()
            try fields.append("Host", self.headers["Host"] ?? target.hostField)
            for field in handshake.fields {
                try fields.append(field.name, field.value)
            }
            if let userInfo = target.userInfo {
                try fields.append("Authorization", BasicCredentials.value(userInfo).reveal())
            }
            if let cookieJar, let cookies = cookieJar.cookies(for: CookieStore.Target(target)) {
                try fields.append("Cookie", cookies)
            }
            var headers = self.headers
            headers.remove("Host")
            for (name, value) in headers {
                let field = try HandshakeField(forRequest: name, value: value)
                try fields.append(field.name, field.value)
            }
            var bytes: [UInt8] = []
            try RequestSerializer.append(RequestHead(target: target.resource, fields: fields), to: &bytes)
            return bytes
        } catch {
            throw WebSocket.Error(.invalidArgument, "Cannot dial: \(error)", cause: error)
        }
    }

    func keepCookies(of response: Dialer.HandshakeResponse?, from target: WebSocketURL) {
        guard let cookieJar, let response else { return }
        cookieJar.store(response.headers.values(of: "Set-Cookie"), from: CookieStore.Target(target))
    }
}
