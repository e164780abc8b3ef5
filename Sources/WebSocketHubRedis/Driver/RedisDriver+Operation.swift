//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

extension RedisDriver {
    /// What a hub wants.
    enum Operation: Sendable {
        case begin(WeakListener, UInt64)
        case publish(SharedMessage, Hub.HistoryRule?)
        case attach(Hub.TopicFilter, Hub.HistoryRule?)
        case detach(Hub.TopicFilter)
        case enter(Hub.Member, String)
        case leave(Hub.Member, String)
        case members(String, BoundedWait<[Hub.Member]?>)
        case shutdown(BoundedWait<Void>)
        case end
    }

    /// Does what a hub wants, in order.
    func take(_ operations: [Operation]) {
        for order in operations {
            switch order {
            case .begin(let listener, let node): self.begin(listener, as: node)
            case .publish(let message, let rule): self.publish(message, rule)
            case .attach(let filter, let rule): self.attach(filter, rule)
            case .detach(let filter): self.detach(filter)
            case .enter(let member, let topic): self.enter(member, topic)
            case .leave(let member, let topic): self.leave(member, topic)
            case .members(let topic, let wait): self.members(of: topic) { wait.end($0) }
            case .shutdown(let wait): self.shutdown(wait)
            case .end: self.end()
            }
        }
    }
}
