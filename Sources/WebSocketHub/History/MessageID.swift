//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The place of a message among those of its topic, where they are kept: what a client that comes back has seen last.
///
/// Its text is short, of ASCII letters, digits and hyphens, and means nothing to anybody but hubs. Whichever node a client comes
/// back to knows from it what it has seen: what that node had published itself, and how far it had heard others.
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
    static let unknown = MessageID(node: 0, number: .max)
}

extension MessageID: LosslessStringConvertible {
    /// The text to hand to clients.
    public var description: String {
        let own = "\(String(self.node, radix: 36))-\(self.number)"
        guard self.position != .beginning else { return own }
        return "\(own)-\(String(self.position.major, radix: 36))-\(self.position.minor)"
    }

    /// Reads what a client has handed back.
    ///
    /// - Parameter description: The text; `nil` comes of one that is no message's.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 4 else { return nil }
        guard let node = UInt64(parts[0], radix: 36), let number = UInt64(parts[1]) else { return nil }
        var position = StreamPosition.beginning
        if parts.count == 4 {
            guard let major = UInt64(parts[2], radix: 36), let minor = UInt64(parts[3]) else { return nil }
            position = StreamPosition(major, minor)
        }
        self.init(node: node, number: number, position: position)
        // One way to write each, as for all else that a peer sends.
        guard self.description == description else { return nil }
    }
}
