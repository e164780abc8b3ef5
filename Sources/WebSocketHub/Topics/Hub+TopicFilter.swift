//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase
public import WebSockets

extension Hub {
    /// Which topics a subscription is for: one, or all that match a pattern.
    ///
    /// The name of a topic consists of levels between slashes: `rooms/7/typing`. In a pattern, `+` stands for any one level, as
    /// in `rooms/+/typing`, and `#`, at the end, for any number of them, none included: `prices/#` matches `prices`, too. Neither
    /// matches a first level that begins with `$`. The rules are those of MQTT (MQTT 3.1.1 §4.7).
    ///
    /// Names are compared byte by byte. They have at most 1,024 bytes and 32 levels.
    public struct TopicFilter: Hashable, Sendable {
        /// The longest name or pattern, in bytes of UTF-8.
        public static let maxSize = 1024

        /// The most levels of a name or a pattern.
        public static let maxLevels = 32

        let name: ExactString

        /// Whether it is for more than the topic of its name.
        public let isPattern: Bool

        /// Reads the name of a topic or a pattern.
        ///
        /// - Parameter text: The name or the pattern.
        /// - Throws: `WebSocket.Error` with the code `invalidArgument` if it is neither.
        public init(_ text: String) throws(WebSocket.Error) {
            try self.init(text, mayBePattern: true)
        }

        /// Reads the name of a topic, which must not be a pattern.
        init(topic: String) throws(WebSocket.Error) {
            try self.init(topic, mayBePattern: false)
        }

        private init(_ text: String, mayBePattern: Bool) throws(WebSocket.Error) {
            var check = LevelCheck()
            guard !text.isEmpty, text.utf8.count <= Self.maxSize, text.utf8.allSatisfy({ check.accept($0) }),
                check.isValid,
                mayBePattern || !check.hasWildcard
            else {
                let what = mayBePattern ? "a topic or a pattern of topics" : "a topic"
                throw WebSocket.Error(
                    .invalidArgument,
                    "'\(text.shortened)' is not \(what): it needs 1 to \(Self.maxSize) bytes in at most \(Self.maxLevels) "
                        + "levels\(mayBePattern ? ", '+' being a whole level and '#' the last" : ", without '+' and '#'")."
                )
            }
            self.name = ExactString(text)
            self.isPattern = check.hasWildcard
        }

        /// Takes the name of a topic that has been read before.
        package init(knownTopic name: ExactString) {
            self.name = name
            self.isPattern = false
        }

        /// Whether a text is the name of a topic, which can be subscribed and published to.
        public static func isTopic(_ text: String) -> Bool {
            (try? Hub.TopicFilter(topic: text)) != nil
        }

        /// Its levels, from the first on.
        var levels: [ExactString] { Self.levels(of: self.name) }

        /// Whether it is for a topic.
        func matches(_ topic: ExactString) -> Bool {
            guard self.isPattern else { return self.name == topic }
            var tree = PatternTree<Void>()
            tree.update(self) { $0 = () }
            var matches = false
            tree.forEachMatch(of: topic) { matches = true }
            return matches
        }

        /// The levels of a topic or a pattern.
        static func levels(of name: ExactString) -> [ExactString] {
            name.text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
                ExactString(Substring($0))
            }
        }
    }
}

extension Hub.TopicFilter: ExpressibleByStringLiteral {
    /// Takes a name or a pattern that is written in the program, where it must be one.
    public init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure(error.message)
        }
    }
}

extension Hub.TopicFilter: CustomStringConvertible {
    /// The name or the pattern.
    public var description: String { self.name.text }
}

/// Looks at a name byte by byte.
private struct LevelCheck {
    private var levelCount = 1
    private var levelSize = 0
    /// Whether the level is a wildcard, after which only a new level may come, or after `#` nothing.
    private var isWildcard = false
    private var isRest = false
    private(set) var hasWildcard = false

    /// - Returns: Whether the byte may stand here.
    mutating func accept(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"):
            guard !self.isRest else { return false }
            self.levelCount += 1
            self.levelSize = 0
            self.isWildcard = false
            return true
        case UInt8(ascii: "+"), UInt8(ascii: "#"):
            guard self.levelSize == 0 else { return false }
            self.isWildcard = true
            self.isRest = byte == UInt8(ascii: "#")
            self.hasWildcard = true
        case 0:
            return false
        default:
            guard !self.isWildcard else { return false }
        }
        self.levelSize += 1
        return true
    }

    var isValid: Bool { self.levelCount <= Hub.TopicFilter.maxLevels }
}

extension String {
    /// The text as an error may show it: without control characters, and not all of one that is long.
    fileprivate var shortened: String {
        let characters = self.unicodeScalars.prefix(64).map {
            $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
        }
        return String(String.UnicodeScalarView(characters)) + (self.unicodeScalars.count > 64 ? "…" : "")
    }
}
