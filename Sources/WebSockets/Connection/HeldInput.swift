//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The rest of a read whose frames were too many for one turn of the loop; nothing more is read until they have been dealt with.
final class HeldInput {
    /// What has arrived.
    var bytes: [UInt8]
    /// How much of it has been dealt with.
    var position = 0
    /// Whether the end of the stream came behind it.
    var hasEnd = false

    init(_ bytes: Span<UInt8>) {
        self.bytes = [UInt8](copying: bytes)
    }

    /// Adds what the same read has brought behind it, as TLS delivers a read in pieces.
    func append(_ bytes: Span<UInt8>) {
        self.bytes.append(copying: bytes)
    }
}
