//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension Hub {
    /// The place of a message among those of its topic, where they are kept: what a client that comes back has seen last.
    ///
    /// Whichever node a client comes back to knows from it what the client has seen: what its node had published itself, and how far
    /// that node had heard others, and in which epoch of what is kept.
    ///
    /// Its text is for hubs only: `NODE-NUMBER`, behind which `-MAJOR-MINOR` is the position where other nodes have been heard, and
    /// `-EPOCH` its epoch. `NODE`, `MAJOR` and `EPOCH` have digits and lowercase letters (base 36), the others digits. An id without
    /// an epoch is of none that a backplane with epochs knows: its client is told that something may be missing.
    public struct MessageID: Hashable, Sendable {
        /// Which node's subscriber has seen it.
        package let node: UInt64
        /// How many messages the node itself had published by then.
        package let number: UInt64
        /// How far the node had heard of what is kept for all nodes.
        package let position: StreamPosition

        package init(node: UInt64, number: UInt64, position: StreamPosition = .beginning) {
            self.node = node
            self.number = number
            self.position = position
        }

        /// The id of no message: all that is kept has come after it, and not all that has come.
        static let unknown = Hub.MessageID(node: 0, number: .max)
    }
}

extension Hub.MessageID: LosslessStringConvertible {
    /// The text to hand to clients.
    public var description: String {
        let own = "\(String(self.node, radix: 36))-\(self.number)"
        guard self.position != .beginning else { return own }
        let text = "\(own)-\(String(self.position.major, radix: 36))-\(self.position.minor)"
        return self.position.epoch == 0 ? text : "\(text)-\(String(self.position.epoch, radix: 36))"
    }

    /// Reads what a client has handed back.
    ///
    /// - Parameter description: The text; `nil` comes of one that is no message's.
    public init?(_ description: String) {
        let parts = description.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard [2, 4, 5].contains(parts.count) else { return nil }
        guard let node = UInt64(parts[0], radix: 36), let number = UInt64(parts[1]) else { return nil }
        var position = StreamPosition.beginning
        if parts.count >= 4 {
            guard let major = UInt64(parts[2], radix: 36), let minor = UInt64(parts[3]),
                let epoch = parts.count == 5 ? UInt32(parts[4], radix: 36) : 0
            else { return nil }
            position = StreamPosition(major, minor, epoch: epoch)
        }
        self.init(node: node, number: number, position: position)
        // One way to write each, as for all else that a peer sends.
        guard self.description.utf8.elementsEqual(description.utf8) else { return nil }
    }
}
