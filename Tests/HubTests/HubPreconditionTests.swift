//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHub

@Suite("what is wrong in the program stops it")
struct HubPreconditionTests {
    @Test("a limit that lets nothing through, where it is set")
    func limits() async {
        await #expect(processExitsWith: .failure) {
            var configuration = Hub.Configuration()
            configuration.maxSubscriptionsPerSocket = 0
        }
        await #expect(processExitsWith: .failure) {
            var configuration = Hub.Configuration()
            configuration.deliveryPolicy = .wait(upTo: 0)
        }
        await #expect(processExitsWith: .failure) {
            var configuration = Hub.Configuration()
            configuration.maxKeptTopics = 0
        }
        await #expect(processExitsWith: .failure) {
            var configuration = Hub.Configuration()
            configuration.maxKeptBytes = 0
        }
        await #expect(processExitsWith: .failure) {
            var configuration = Hub.Configuration()
            configuration.maxWaitingBytes = 0
        }
        await #expect(processExitsWith: .failure) {
            var configuration = Hub.Configuration()
            configuration.backplaneTimeout = .zero
        }
        await #expect(processExitsWith: .failure) { _ = Hub.HistoryRule(of: "a", maxMessages: 0) }
        await #expect(processExitsWith: .failure) { _ = Hub.HistoryRule(of: "a", maxBytes: 0) }
        await #expect(processExitsWith: .failure) { _ = Hub.HistoryRule(of: "a", maxAge: .zero) }
    }

    @Test("a filter that is none")
    func filters() async {
        await #expect(processExitsWith: .failure) { _ = Hub.HistoryRule(of: "a/#/b") }
    }
}
