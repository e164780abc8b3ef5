//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// The fields that HTTP/1.1 itself acts on.
enum KnownField {
    case connection
    case contentLength
    case date
    case expect
    case host
    case transferEncoding

    /// Recognises a name, case aside; `nil` for all others.
    ///
    /// The length decides first, so that most names cost one comparison of integers.
    init?(_ name: Span<UInt8>) {
        switch name.count {
        case 4 where name.equalsIgnoringCase("host".utf8.span): self = .host
        case 4 where name.equalsIgnoringCase("date".utf8.span): self = .date
        case 6 where name.equalsIgnoringCase("expect".utf8.span): self = .expect
        case 10 where name.equalsIgnoringCase("connection".utf8.span): self = .connection
        case 14 where name.equalsIgnoringCase("content-length".utf8.span): self = .contentLength
        case 17 where name.equalsIgnoringCase("transfer-encoding".utf8.span): self = .transferEncoding
        default: return nil
        }
    }
}
