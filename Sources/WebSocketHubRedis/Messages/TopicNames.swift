//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
package import WebSocketHub

/// The names of keys and channels that belong to topics.
package struct TopicNames: Sendable {
    /// The prefix, with its braces escaped.
    let prefix: String

    /// Names with a prefix, whose braces are escaped: they would decide about the slot.
    package init(prefix: String) {
        self.prefix = Self.tag(prefix)
    }

    /// The bytes that a hash tag cannot contain, and the one that they are escaped by, with their escapes.
    private static let escapes: [(byte: UInt8, escape: [UInt8])] = [
        (UInt8(ascii: "%"), Array("%25".utf8)), (UInt8(ascii: "{"), Array("%7B".utf8)),
        (UInt8(ascii: "}"), Array("%7D".utf8)),
    ]

    /// What the keys of a topic have in common, so that all are at the same server.
    package static func tag(_ topic: String) -> String {
        guard topic.utf8.contains(where: { "{}%".utf8.contains($0) }) else { return topic }
        var bytes: [UInt8] = []
        for byte in topic.utf8 {
            bytes += Self.escapes.first { $0.byte == byte }?.escape ?? [byte]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The channel of a topic.
    package func channel(_ topic: String) -> String { "\(self.prefix){\(Self.tag(topic))}" }

    /// The most bytes of a key of a topic, in which a byte of the topic may take three.
    func maxKeySize(_ topic: String) -> Int { self.prefix.utf8.count + 3 * topic.utf8.count + 10 }

    /// The stream of what a topic keeps.
    func stream(_ topic: String) -> String { "\(self.channel(topic)):kept" }

    /// The epoch of the stream.
    func epoch(_ topic: String) -> String { "\(self.channel(topic)):epoch" }

    /// The hash of who is present in a topic.
    func members(_ topic: String) -> String { "\(self.channel(topic)):members" }

    /// The nodes by which they are present, with the times at which their leases end.
    func nodes(_ topic: String) -> String { "\(self.channel(topic)):nodes" }

    /// The topic of a channel.
    ///
    /// - Returns: The topic; `nil` if the channel is none of a topic.
    package func topic(of channel: String) -> String? {
        let start = self.start.utf8
        guard channel.utf8.starts(with: start), channel.utf8.last == UInt8(ascii: "}") else { return nil }
        var rest = channel.utf8.dropFirst(start.count).dropLast()
        guard rest.contains(UInt8(ascii: "%")) else { return String(Substring(rest)) }
        var bytes: [UInt8] = []
        while let byte = rest.first {
            let escaped = Self.escapes.first { rest.starts(with: $0.escape) }
            bytes.append(escaped?.byte ?? byte)
            rest = rest.dropFirst(escaped?.escape.count ?? 1)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What the channels of all topics that match a pattern match in Redis, which may match more.
    package func glob(_ pattern: Hub.TopicFilter) -> String {
        var bytes: [UInt8] = []
        for byte in self.globPrefix(pattern).utf8 {
            if "*?[]^\\".utf8.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self) + "*"
    }

    /// What the channels of all topics that match a pattern begin with.
    func globPrefix(_ pattern: Hub.TopicFilter) -> String {
        let pattern = pattern.description.utf8
        var literal = pattern.prefix { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "#") }
        // What is before `/#` matches as well.
        if pattern[literal.endIndex...].first == UInt8(ascii: "#"), literal.last == UInt8(ascii: "/") {
            literal = literal.dropLast()
        }
        return self.start + Self.tag(String(Substring(literal)))
    }

    /// What all channels begin with.
    private var start: String { "\(self.prefix){" }
}
