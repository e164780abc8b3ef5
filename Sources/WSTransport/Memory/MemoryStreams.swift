//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The open streams in memory of a loop.
final class MemoryStreams {
    var all: [ObjectIdentifier: MemoryStream] = [:]
}
