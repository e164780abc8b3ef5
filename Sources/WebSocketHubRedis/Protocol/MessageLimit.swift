//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

/// The size of messages from which on a Redis server closes connections: the one that sends it, or those that it is sent to.
package struct MessageLimit {
    /// The most bytes of a message for which it does not.
    package let maxSize: Int

    /// The most bytes of a command beside its message and the prefix of its keys: three keys and a channel, in which a byte of
    /// the topic may take three, and the other arguments.
    private static let commandSize = 12 * Hub.TopicFilter.maxSize + 1024

    /// Reads an answer to CONFIG GET.
    ///
    /// Returns `nil` if the reply has none of these limits.
    ///
    /// - Parameters:
    ///   - configuration: The answer, with `proto-max-bulk-len`, `client-query-buffer-limit` and the limit for `pubsub` in
    ///     `client-output-buffer-limit`, as far as they are there.
    ///   - prefixSize: The size of the prefix of keys, in bytes.
    package init?(configuration: RedisReply, prefixSize: Int) {
        var limits: [Int] = []
        for value in configuration.elements ?? [] {
            let words = value.bytes?.split(separator: UInt8(ascii: " ")) ?? []
            if words.count == 1 {
                limits += [Self.number(words[0])].compactMap { $0 }
            } else if let pubsub = words.firstIndex(where: { $0.elementsEqual("pubsub".utf8) }),
                pubsub + 1 < words.count
            {
                // 0 means unlimited.
                limits += [Self.number(words[pubsub + 1])].compactMap { $0 == 0 ? nil : $0 }
            }
        }
        guard let limit = limits.min(), limit >= 0 else { return nil }
        self.maxSize = max(0, limit - Self.commandSize - 3 * prefixSize)
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int? { Int(String(decoding: word, as: UTF8.self)) }
}
