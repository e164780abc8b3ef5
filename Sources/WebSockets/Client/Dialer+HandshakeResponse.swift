//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP

extension Dialer {
    /// What a server answered to an opening handshake.
    public struct HandshakeResponse: Sendable {
        /// The status: 101 if the server agreed.
        public let status: HTTP.Status

        /// The header fields.
        public let headers: HTTP.Fields

        /// The first bytes of the body, at most 1 KiB of what arrives within a quarter of a second; empty if the server agreed.
        public let body: [UInt8]

        package init(status: HTTP.Status, headers: HTTP.Fields, body: [UInt8]) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }
}
