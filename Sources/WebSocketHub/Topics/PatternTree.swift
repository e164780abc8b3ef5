//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase

/// Values by patterns of topics, which finds those whose pattern matches a topic.
///
/// What it looks at is what patterns share with the topic: others, however many, cost nothing.
package struct PatternTree<Value> {
    private var root = Node()

    /// Creates a tree without values.
    package init() {}

    private struct Node {
        /// Of the pattern that ends here.
        var value: Value?
        /// Of the pattern that goes on with `#`.
        var restValue: Value?
        /// By level, `+` being one.
        var children: [ExactString: Node] = [:]

        var isEmpty: Bool { self.value == nil && self.restValue == nil && self.children.isEmpty }
    }

    private static var anyLevel: ExactString { ExactString("+") }
    private static var rest: ExactString { ExactString("#") }

    /// Changes the value of a pattern.
    ///
    /// - Parameters:
    ///   - pattern: The pattern.
    ///   - change: Gets the value, `nil` if there is none, and leaves the one there is to be.
    /// - Returns: What `change` returns.
    package mutating func update<Result>(_ pattern: Hub.TopicFilter, _ change: (inout Value?) -> Result) -> Result {
        Self.update(&self.root, pattern.levels[...], change)
    }

    private static func update<Result>(
        _ node: inout Node,
        _ levels: ArraySlice<ExactString>,
        _ change: (inout Value?) -> Result
    ) -> Result {
        guard let level = levels.first else { return change(&node.value) }
        guard level != Self.rest else { return change(&node.restValue) }
        let result = Self.update(&node.children[level, default: Node()], levels.dropFirst(), change)
        if node.children[level]?.isEmpty == true {
            node.children[level] = nil
        }
        return result
    }

    /// Whether there is no value.
    package var isEmpty: Bool { self.root.isEmpty }

    /// Calls `body` with the value of each pattern that matches a topic.
    package func forEachMatch(of topic: ExactString, _ body: (Value) -> Void) {
        guard !self.isEmpty else { return }
        let levels = Hub.TopicFilter.levels(of: topic)
        // Topics of the system's own are not for those who want all.
        let isReserved = topic.text.utf8.first == UInt8(ascii: "$")
        Self.visit(self.root, levels[...], ignoresWildcards: isReserved, body)
    }

    private static func visit(
        _ node: Node,
        _ levels: ArraySlice<ExactString>,
        ignoresWildcards: Bool = false,
        _ body: (Value) -> Void
    ) {
        if let value = node.restValue, !ignoresWildcards {
            body(value)
        }
        guard let level = levels.first else {
            if let value = node.value {
                body(value)
            }
            return
        }
        if let child = node.children[level] {
            Self.visit(child, levels.dropFirst(), body)
        }
        if !ignoresWildcards, let child = node.children[Self.anyLevel] {
            Self.visit(child, levels.dropFirst(), body)
        }
    }
}
