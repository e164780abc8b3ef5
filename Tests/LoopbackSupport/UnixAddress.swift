//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSTransport

/// A path for a Unix socket that no other test uses.
///
/// Unlike TCP's, the buffers of such a socket are small whatever the
/// system's settings, so a peer that does not read is felt at once.
package func unixAddress() -> NetworkAddress {
    .unix(path: "/tmp/swift-websockets-test-\(UInt64.random(in: 0...UInt64.max))")
}
