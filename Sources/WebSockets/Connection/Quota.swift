//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What the peer may still send, and until when.
///
/// Apart from the connection: most have no such limit, or have not used it.
final class Quota {
    var messages: TokenBucket?
    var bytes: TokenBucket?
    var controlFrames: TokenBucket?
    /// The loop's time at which the connection has lived long enough.
    let end: UInt64?

    /// - Parameters:
    ///   - settings: The limits.
    ///   - now: The loop's time.
    ///   - random: What decides how much earlier than allowed the connection ends.
    init(_ settings: ConnectionSettings, now: UInt64, random: UInt32) {
        self.messages = settings.values.messageRate.map { TokenBucket($0, now: now) }
        self.bytes = settings.values.byteRate.map { TokenBucket($0, now: now) }
        self.controlFrames = settings.values.controlFrameRate.map { TokenBucket($0, now: now) }
        self.end = settings.maxLifetime.map { now + $0 - UInt64(random) % ($0 / 10 + 1) }
    }
}
