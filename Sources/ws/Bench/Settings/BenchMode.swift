//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What `ws bench` measures.
package enum BenchMode: String, CaseIterable, Codable, Sendable {
    /// Messages to and fro, as fast as answers come.
    case echo
    /// Opening handshakes.
    case connect
    /// Connections that do nothing.
    case idle
    /// Messages of one, relayed to all.
    case fanout
    /// Messages to and fro, at a fixed rate.
    case rate
}
