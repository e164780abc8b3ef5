//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Something the application asked of the opening handshake that would break it.
///
/// It is thrown, not trapped on, because applications compute such values from what a peer sent.
public struct HandshakeArgumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong and how to mend it, in one sentence.
    public let description: String

    /// Makes an error with this sentence.
    init(_ description: String) {
        self.description = description
    }
}
