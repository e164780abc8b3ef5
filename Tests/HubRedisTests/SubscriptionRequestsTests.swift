//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHubRedis

@Suite("requests on the connection for messages")
struct SubscriptionRequestsTests {
    typealias Request = SubscriptionRequests.Request
    typealias Outcome = SubscriptionRequests.Outcome

    private func requests(_ all: Request...) -> SubscriptionRequests {
        var requests = SubscriptionRequests()
        for (time, request) in all.enumerated() { requests.append(request, at: UInt64(time)) }
        return requests
    }

    @Test("are confirmed in order")
    func inOrder() {
        var requests = self.requests(.init(.subscribe, "a"), .init(.psubscribe, "a*"), .init(.ping, ""))
        #expect(requests.confirm(.init(.subscribe, "a")) == Outcome(isExpected: true))
        #expect(requests.oldestTime == 1)
        #expect(requests.confirm(.init(.psubscribe, "a*")) == Outcome(isExpected: true))
        #expect(requests.confirm(.init(.ping, "")) == Outcome(isExpected: true))
        #expect(requests.oldestTime == nil)
        #expect(requests.popFirst() == nil)
    }

    @Test("are refused in order")
    func refusal() {
        var requests = self.requests(.init(.subscribe, "a"), .init(.subscribe, "b"))
        #expect(requests.popFirst() == Request(.subscribe, "a"))
        #expect(requests.confirm(.init(.subscribe, "b")) == Outcome(isExpected: true))
    }

    @Test("have no answer if a later one is confirmed", arguments: [Request(.subscribe, "c"), Request(.ping, "")])
    func passedOver(last: Request) {
        var requests = self.requests(.init(.subscribe, "a"), .init(.unsubscribe, "b"), last)
        #expect(
            requests.confirm(last)
                == Outcome(isExpected: true, unanswered: [Request(.subscribe, "a"), Request(.unsubscribe, "b")])
        )
        #expect(!requests.contains(.init(.subscribe, "a")))
    }

    @Test("have no answer if the server confirms another name", arguments: ["x", "x\u{600}", "\u{E9}"])
    func otherName(name: String) {
        var requests = self.requests(.init(.subscribe, "x\u{301}"), .init(.subscribe, "e\u{301}"))
        #expect(
            requests.confirm(.init(.subscribe, name))
                == Outcome(isExpected: false, unanswered: [Request(.subscribe, "x\u{301}")])
        )
        #expect(requests.confirm(.init(.subscribe, "e\u{301}")) == Outcome(isExpected: true))
        #expect(requests.confirm(.init(.subscribe, name)) == Outcome(isExpected: false))
    }

    @Test("are not confirmed by what the server ends by itself")
    func unasked() {
        var requests = self.requests(.init(.ssubscribe, "a"), .init(.sunsubscribe, "b"))
        #expect(requests.confirm(.init(.sunsubscribe, "b")) == Outcome(isExpected: false))
        #expect(requests.confirm(.init(.ssubscribe, "a")) == Outcome(isExpected: true))
        #expect(requests.confirm(.init(.sunsubscribe, "b")) == Outcome(isExpected: true))
    }

    @Test("are superseded by later ones for the same channel")
    func superseded() {
        var requests = self.requests(
            .init(.subscribe, "a"),
            .init(.unsubscribe, "a"),
            .init(.subscribe, "a"),
            .init(.subscribe, "b")
        )
        for _ in 0..<2 {
            _ = requests.popFirst()
            #expect(requests.isSuperseded(.init(.subscribe, "a")))
        }
        _ = requests.popFirst()
        #expect(!requests.isSuperseded(.init(.subscribe, "a")))
        #expect(requests.isSuperseded(.init(.unsubscribe, "b")))
    }
}
