//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Names an audience to other threads than its loop's.
struct AudienceID: Equatable, Sendable {
    let loop: HubLoop
    /// Never used again, so that what is on its way to an audience that is gone reaches nobody.
    let number: UInt64

    static func == (left: AudienceID, right: AudienceID) -> Bool {
        left.loop === right.loop && left.number == right.number
    }
}
