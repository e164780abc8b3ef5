//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A way to hand bytes to a decoder, on which what it makes of them must not depend.
package enum Feeding: CaseIterable, Sendable {
    /// All at once.
    case whole
    /// One at a time.
    case byteByByte
    /// In two pieces, once for every point where they can be cut, the ends included.
    case splitAtEveryPoint

    /// Returns the ways to cut the bytes, each a list of pieces in order.
    package func cuts(of bytes: [UInt8]) -> [[[UInt8]]] {
        switch self {
        case .whole: [[bytes]]
        case .byteByByte: [bytes.map { [$0] }]
        case .splitAtEveryPoint: (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
        }
    }
}
