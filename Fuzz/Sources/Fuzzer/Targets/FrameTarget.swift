//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// A stream of frames, for either role, with compression or without: whole and in pieces it must come to the same.
enum FrameTarget: FuzzTarget {
    static let name = "frames"

    static func run(_ input: FuzzInput) {
        let role: WebSocketRole = input.choice & 1 == 0 ? .server : .client
        let limits = WebSocketMachine.Limits(
            maxMessageSize: input.choice & 4 == 0 ? 1 << 20 : 100,
            maxFragments: input.choice & 8 == 0 ? 1 << 16 : 3
        )
        func transcript(_ pieces: [[UInt8]]) -> FrameTranscript {
            var machine = WebSocketMachine(role: role, limits: limits, allowsCompression: input.choice & 2 != 0)
            return FrameTranscript(of: pieces, to: &machine, maxMessageSize: limits.maxMessageSize)
        }
        let whole = transcript([input.bytes])
        check(transcript(input.pieces) == whole, "cut, it came to something else than \(whole)")
    }
}
