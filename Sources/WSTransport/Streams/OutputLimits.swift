//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The sizes that decide how output is kept.
package enum OutputLimits {
    /// From this number of bytes on, payload is written where it lies instead of being copied together with the rest.
    package static let copy = 16 * 1024
}
