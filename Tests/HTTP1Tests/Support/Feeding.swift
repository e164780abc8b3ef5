//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How bytes are handed to a parser: every way must come to the same result.
enum Feeding: CaseIterable, Sendable {
    case whole
    case byteByByte
    case splitAtEveryPoint

    /// The ways to cut the bytes, each a list of pieces.
    func cuts(of bytes: [UInt8]) -> [[[UInt8]]] {
        switch self {
        case .whole:
            [[bytes]]
        case .byteByByte:
            [bytes.map { byte in [byte] }]
        case .splitAtEveryPoint:
            (0...bytes.count).map { point in [Array(bytes[..<point]), Array(bytes[point...])] }
        }
    }
}
