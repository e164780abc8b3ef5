//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Returns a size in the way names of benchmarks have it, such as `64KiB`.
func label(_ byteCount: Int) -> String {
    switch byteCount {
    case ..<(1 << 10): "\(byteCount)B"
    case ..<(1 << 20): "\(byteCount >> 10)KiB"
    default: "\(byteCount >> 20)MiB"
    }
}
