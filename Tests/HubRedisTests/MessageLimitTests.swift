//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHubRedis

@Suite("the size of a message that a Redis server takes")
struct MessageLimitTests {
    private func limit(_ texts: String...) -> Int? {
        MessageLimit(configuration: .array(texts.map { .string(Array($0.utf8)) }), prefixSize: 3)?.maxSize
    }

    /// What a command has beside the message: three keys with the prefix, a channel and other arguments.
    private let rest = 4 * 3 * 1024 + 1024 + 3 * 3

    @Test("is the least of its limits, without the rest of a command")
    func least() {
        #expect(
            self.limit("proto-max-bulk-len", "1048576", "client-query-buffer-limit", "2097152") == 1_048_576 - self.rest
        )
        #expect(
            self.limit(
                "proto-max-bulk-len",
                "536870912",
                "client-output-buffer-limit",
                "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60"
            ) == 33_554_432 - self.rest
        )
        #expect(self.limit("proto-max-bulk-len", "100") == 0)
    }

    @Test("is not known of an answer without limits")
    func unknown() {
        #expect(self.limit() == nil)
        #expect(self.limit("client-output-buffer-limit", "normal 0 0 0 pubsub 0 0 0") == nil)
        #expect(self.limit("client-output-buffer-limit", "normal 0 0 0 pubsub") == nil)
        #expect(self.limit("proto-max-bulk-len", "-1") == nil)
        #expect(self.limit("proto-max-bulk-len", "99999999999999999999") == nil)
        #expect(MessageLimit(configuration: .error("NOPERM"), prefixSize: 3) == nil)
    }
}
