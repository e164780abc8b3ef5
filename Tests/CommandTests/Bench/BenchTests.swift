//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// The tests that run the command, one at a time: each takes all that a core can do, which other tests need, too.
@Suite("ws bench", .serialized)
enum BenchTests {}
