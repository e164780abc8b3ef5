//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CAllocationCounter
import Testing
import WSHTTP1

@Suite("Heads cost few allocations", .enabled(if: allocation_counter_is_available()))
struct AllocationTests {
    /// A head and how many allocations its parsing may cost.
    struct Head: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let allocations: Int
    }

    static let heads = [
        // One for the fields' lines, one for their bytes; the target fits into its string.
        Head(
            testDescription: "a minimal opening request",
            text: "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            allocations: 2
        ),
        // One more for a target that does not.
        Head(
            testDescription: "an opening request of a browser",
            text: "GET /rooms/general?token=0123456789abcdef HTTP/1.1\r\nHost: chat.example.com:8443\r\n"
                + "Connection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0\r\n"
                + "Upgrade: websocket\r\nOrigin: https://chat.example.com:8443\r\nSec-WebSocket-Version: 13\r\n"
                + "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\n"
                + "Cookie: session=6f1ed002ab5595859014ebf0951522d9; theme=dark\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
            allocations: 3
        ),
    ]

    private func allocations(times: Int, _ work: () -> Void) -> Int {
        allocation_counter_start()
        for _ in 0..<times { work() }
        return allocation_counter_stop()
    }

    @Test("a request's head that comes whole", arguments: heads)
    func wholeHead(_ head: Head) {
        let bytes = Array(head.text.utf8)
        var parser = RequestParser()
        var headCount = 0
        func parse() {
            let span = bytes.span
            var position = 0
            while parser.next(span, from: &position) != .end {
                headCount += 1
            }
        }
        parse()
        let few = allocations(times: 10, parse)
        let many = allocations(times: 30, parse)
        #expect(headCount == 41)
        // By the difference, so that what is allocated once does not count.
        #expect(many - few <= 20 * head.allocations)
    }
}
