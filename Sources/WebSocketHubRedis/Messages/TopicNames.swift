//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WebSocketHub

/// The names of keys and channels that belong to topics.
package struct TopicNames: Sendable {
    private let prefix: String

    /// Names with a prefix.
    package init(prefix: String) {
        self.prefix = prefix
    }

    /// What the keys of a topic have in common, so that all are at the same server.
    package static func tag(_ topic: String) -> String {
        guard topic.utf8.contains(where: { "{}%".utf8.contains($0) }) else { return topic }
        return topic.replacing("%", with: "%25").replacing("{", with: "%7B").replacing("}", with: "%7D")
    }

    /// The channel of a topic.
    package func channel(_ topic: String) -> String { "\(self.prefix){\(Self.tag(topic))}" }

    /// The stream of what a topic keeps.
    func stream(_ topic: String) -> String { "\(self.channel(topic)):kept" }

    /// The hash of who is present in a topic.
    func members(_ topic: String) -> String { "\(self.channel(topic)):members" }

    /// The nodes by which they are present, with the times at which their leases end.
    func nodes(_ topic: String) -> String { "\(self.channel(topic)):nodes" }

    /// The topic of a channel.
    ///
    /// - Returns: The topic; `nil` if the channel is none of a topic.
    package func topic(of channel: String) -> String? {
        guard channel.hasPrefix(self.prefix + "{"), channel.hasSuffix("}") else { return nil }
        let tag = String(channel.dropFirst(self.prefix.count + 1).dropLast())
        guard tag.utf8.contains(UInt8(ascii: "%")) else { return tag }
        return tag.replacing("%7D", with: "}").replacing("%7B", with: "{").replacing("%25", with: "%")
    }

    /// What the channels of all topics that match a pattern match in Redis, which may match more.
    package func glob(_ pattern: TopicFilter) -> String {
        String(self.globPrefix(pattern).flatMap { "*?[]^\\".contains($0) ? ["\\", $0] : [$0] }) + "*"
    }

    /// What the channels of all topics that match a pattern begin with.
    func globPrefix(_ pattern: TopicFilter) -> String {
        let literal = pattern.description.prefix { $0 != "+" && $0 != "#" }
        // What is before `/#` matches as well.
        let isRest = pattern.description.dropFirst(literal.count).first == "#"
        let prefix = isRest && literal.hasSuffix("/") ? literal.dropLast() : literal
        return self.prefix + "{" + Self.tag(String(prefix))
    }
}
