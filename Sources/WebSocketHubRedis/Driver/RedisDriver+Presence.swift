//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketHub
import WebSockets

// Who is present by this node.
extension RedisDriver {
    private enum PresenceAction: String {
        case enter, leave, set, renew, list
    }

    func enter(_ member: Hub.Member, _ topic: String) {
        self.presences[ExactString(topic), default: [:]][ExactString(member.id)] = member
        self.tell(.enter, topic, [member])
    }

    func leave(_ member: Hub.Member, _ topic: String) {
        let name = ExactString(topic)
        self.presences[name]?[ExactString(member.id)] = nil
        if self.presences[name]?.isEmpty == true {
            self.presences[name] = nil
            self.tell(.set, topic, [])
        } else {
            self.tell(.leave, topic, [member])
        }
    }

    func members(of topic: String, _ completion: @escaping @Sendable ([Hub.Member]?) -> Void) {
        self.tell(.list, topic, [], completion)
    }

    /// Has all who are present by this node leave.
    func leaveAll() {
        for topic in self.presences.keys {
            self.tell(.set, topic.text, [])
        }
        self.presences = [:]
    }

    /// Tells a server who is present by this node, which may have changed while there was no way to it.
    func presentAll(at shard: RedisShard) {
        for (topic, members) in self.presences where self.shard(of: topic.text) === shard {
            self.tell(.set, topic.text, Array(members.values))
        }
    }

    /// Says from time to time that the node is there.
    func renewLeases() {
        let interval = max(1, self.configuration.presenceLease.wholeMilliseconds / 3)
        self.leaseRenewal.onExpiry { [self] now in
            self.assumeIsolated { driver in
                let unnoted = driver.unnotedPresences
                driver.unnotedPresences = []
                for topic in unnoted {
                    driver.tell(.set, topic.text, Array(driver.presences[topic, default: [:]].values))
                }
                for topic in driver.presences.keys where !unnoted.contains(topic) {
                    driver.tell(.renew, topic.text, [])
                }
                driver.loop.schedule(driver.leaseRenewal, at: now + interval)
            }
        }
        self.loop.schedule(self.leaseRenewal, at: self.loop.now + interval)
    }

    private func tell(
        _ action: PresenceAction,
        _ topic: String,
        _ members: [Hub.Member],
        _ completion: (@Sendable ([Hub.Member]?) -> Void)? = nil
    ) {
        guard let shard = self.shard(of: topic) else {
            completion?(nil)
            return
        }
        let command = RedisScript.presence.command(
            keys: [self.names.members(topic), self.names.nodes(topic)],
            [
                .text(action.rawValue), .text(self.node.text),
                .text("\(self.configuration.presenceLease.wholeMilliseconds)"),
            ] + members.flatMap { [.text($0.id), .text($0.info)] }
        )
        self.run(command, at: shard) { reply in
            switch self.check(reply, of: shard) {
            case .command, .temporary, .slot, .script:
                self.report(reply, .presence, topic)
                if action != .list {
                    self.unnotedPresences.insert(ExactString(topic))
                }
            case .connection, .server, nil:
                break
            }
            guard let parts = reply.elements, parts.count == 4 else {
                completion?(nil)
                return
            }
            for member in Self.members(parts[1]) {
                self.listener?.presenceChanged(Hub.PresenceChange(.joined, member, in: topic))
            }
            for member in Self.members(parts[2]) {
                self.listener?.presenceChanged(Hub.PresenceChange(.left, member, in: topic))
            }
            completion?(Self.members(parts[3]))
            if action == .renew, parts[0].integer == 0, let members = self.presences[ExactString(topic)] {
                // The lease has ended; others take this node for dead.
                self.tell(.set, topic, Array(members.values))
            }
        }
    }

    private static func members(_ reply: RedisReply) -> [Hub.Member] {
        let texts = (reply.elements ?? []).map { $0.text ?? "" }
        return stride(from: 0, to: texts.count - 1, by: 2).map { Hub.Member(id: texts[$0], info: texts[$0 + 1]) }
    }
}
