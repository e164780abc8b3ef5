//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WSBase

/// What all topics of a hub have in common: which hub it is, and how it is connected to others.
final class Node: Sendable {
    /// Tells the hub from all others.
    let id = UInt64.random(in: 1 ... .max)
    let backplane: any BackplaneConnection
    let presenceReports: PresenceNotifier
    let keptBytes: KeptBytes
    private let format: Hub.WireFormat
    private let number = Atomic<UInt64>(0)

    init(_ configuration: Hub.Configuration) {
        self.backplane = configuration.backplane.connect()
        self.presenceReports = PresenceNotifier(configuration.onPresenceChange)
        self.keptBytes = KeptBytes(limit: configuration.maxKeptBytes)
        self.format = configuration.wireFormat
    }

    // MARK: Messages

    /// The number of the last message that is kept.
    var lastNumber: UInt64 { self.number.load(ordering: .relaxed) }

    /// The origin of the next message that is kept.
    func nextOrigin() -> Publication.Origin {
        Publication.Origin(node: self.id, number: self.number.add(1, ordering: .relaxed).newValue)
    }

    /// Sends a message to other nodes.
    func share(
        _ pendingPublication: PendingPublication,
        _ origin: Publication.Origin? = nil,
        keeping rule: Hub.HistoryRule? = nil
    ) {
        guard self.backplane.isShared else { return }
        self.backplane.publish(
            pendingPublication.shared(origin ?? Publication.Origin(node: self.id, number: 0)),
            keeping: rule
        )
    }

    /// Makes what subscribers get of a message that another node has published.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - id: Its id, where messages are kept.
    ///   - order: Its place among the topic's messages as they have come to this node.
    ///   - isEarlier: Whether only clients that have come back get it.
    /// - Returns: The message; `nil` if it cannot be written in their format.
    func read(
        _ message: SharedMessage,
        _ id: Hub.MessageID? = nil,
        _ order: UInt64 = .max,
        isEarlier: Bool = false
    ) -> Publication? {
        let origin = Publication.Origin(node: message.node, number: message.number, isEarlier: isEarlier)
        return try? PendingPublication(message, as: self.format).publication(id: id, from: origin, order: order)
    }

    // MARK: Presence

    /// Tells that somebody has come to a topic or gone, as far as this node is concerned.
    func tell(_ kind: Hub.PresenceChange.Kind, _ member: Hub.Member, _ topic: ExactString) {
        guard self.backplane.isShared else {
            self.presenceReports.append(Hub.PresenceChange(kind, member, in: topic.text))
            return
        }
        switch kind {
        case .joined: self.backplane.enter(member, topic.text)
        case .left: self.backplane.leave(member, topic.text)
        }
    }
}
