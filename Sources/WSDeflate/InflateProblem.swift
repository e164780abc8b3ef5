//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a compressed message cannot be inflated.
package enum InflateProblem: Error, Equatable {
    /// It is no DEFLATE data, or ends in the middle of it.
    case corrupt
    /// It takes more bytes than are allowed. No more than that have been made.
    case tooBig
}
