//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// An input: a byte that decides how the rest is used, and the rest.
struct FuzzInput {
    /// Bits to choose by: a role, a limit, and so on.
    let choice: UInt8
    /// What the target is fed.
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.choice = bytes.first ?? 0
        self.bytes = Array(bytes.dropFirst())
    }

    /// The bytes as text, with what is not UTF-8 replaced.
    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// The bytes, cut in a way that the choice decides: each by itself, or at many points that look like chance.
    var pieces: [[UInt8]] {
        guard self.choice & 0x80 == 0 else { return self.bytes.map { [$0] } }
        var pieces: [[UInt8]] = []
        var state = UInt64(self.choice) &* 0x9E37_79B9_7F4A_7C15 | 1
        var rest = self.bytes[...]
        while !rest.isEmpty {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = min(rest.count, Int(state >> 59) + 1)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
