//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What is said to a proxy and what it answers, until it has connected us.
protocol TunnelNegotiation {
    /// What is sent first.
    var greeting: [UInt8] { get }

    /// Goes on with the proxy's answers from `position`, and moves it behind what was used.
    mutating func next(_ bytes: Span<UInt8>, from position: inout Int) -> TunnelStep
}

/// What a ``TunnelNegotiation`` does next.
enum TunnelStep {
    /// More is to come from the proxy.
    case needsMoreBytes
    /// This is to be sent.
    case send([UInt8])
    /// We are connected; what follows comes from the target.
    case connected
    /// We are not, for this reason.
    case failed(any Error)
}
