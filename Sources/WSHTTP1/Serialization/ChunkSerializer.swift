//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Writes bodies in chunks (RFC 9112 §7.1).
package enum ChunkSerializer {
    /// Appends one chunk; of no bytes nothing, since an empty chunk would end the body.
    package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        output.append(hexadecimal: bytes.count)
        output.appendLineEnd()
        output.append(copying: bytes)
        output.appendLineEnd()
    }

    /// Appends the chunk that ends the body, without trailers.
    package static func appendEnd(to output: inout [UInt8]) {
        output.append("0\r\n\r\n")
    }
}
