//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite struct SubprotocolPreferenceTests {
    @Test(
        "The side that is preferred decides",
        arguments: [
            (["a", "b"], ["b", "a"], "b", "a"),
            (["a", "b"], ["c", "b"], "b", "b"),
            (["a"], ["A"], nil, nil),
            ([], ["a"], nil, nil),
            (["a"], [], nil, nil),
        ] as [([String], [String], String?, String?)]
    )
    func choice(offered: [String], supported: [String], byServer: String?, byClient: String?) {
        #expect(SubprotocolPreference.server.choose(from: offered, supported: supported) == byServer)
        #expect(SubprotocolPreference.client.choose(from: offered, supported: supported) == byClient)
    }
}
