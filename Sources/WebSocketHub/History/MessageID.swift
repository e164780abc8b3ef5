//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The place of a message among those of its topic, where they are kept: what a client that comes back has seen last.
///
/// Its text is short, of ASCII letters, digits and hyphens, and means nothing to anybody but the hub.
public struct MessageID: Hashable, Sendable {
    /// Which life of the topic it belongs to: whoever has seen something of another has seen nothing of this one.
    package let epoch: UInt64
    /// Counts from 1.
    package let sequence: UInt64

    package init(epoch: UInt64, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }
}

extension MessageID: LosslessStringConvertible {
    /// The text to hand to clients.
    public var description: String { "\(String(self.epoch, radix: 36))-\(self.sequence)" }

    /// Reads what a client has handed back.
    ///
    /// - Parameter description: The text; `nil` comes of one that is no message's.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = UInt64(parts[0], radix: 36), let sequence = UInt64(parts[1]) else {
            return nil
        }
        self.init(epoch: epoch, sequence: sequence)
        // One way to write each, as for all else that a peer sends.
        guard self.description == description else { return nil }
    }
}
