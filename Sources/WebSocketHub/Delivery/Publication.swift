//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase
package import WebSockets

/// A message on its way to those who have subscribed to a topic.
package final class Publication: Sendable {
    /// To which topic.
    package let topic: ExactString
    /// What is sent: the only copy of it that a topic keeps.
    package let message: WebSocket.PreparedMessage
    /// What that is.
    private let format: Hub.WireFormat
    /// What it is about, for those who want the latest only.
    let key: ExactString?
    /// Who is not to get it.
    let excluded: ObjectIdentifier?
    /// Its place among the topic's, where they are kept.
    package let id: Hub.MessageID?
    /// Who has published it, where messages are kept.
    let origin: Origin?
    /// Its place among the topic's as they have come to this node; the last if they are not kept.
    let order: UInt64

    /// Who has published a message.
    package struct Origin {
        package let node: UInt64
        /// Counts the node's messages; 0 if it is not kept.
        package let number: UInt64
        /// Whether it may have been published before subscriptions that begin with what is published from now on.
        package let isEarlier: Bool

        package init(node: UInt64, number: UInt64, isEarlier: Bool = false) {
            self.node = node
            self.number = number
            self.isEarlier = isEarlier
        }
    }

    /// Creates a publication.
    package init(
        topic: ExactString,
        message: WebSocket.PreparedMessage,
        as format: Hub.WireFormat = .plain,
        key: ExactString?,
        excluded: ObjectIdentifier?,
        id: Hub.MessageID? = nil,
        origin: Origin? = nil,
        order: UInt64 = .max
    ) {
        self.topic = topic
        self.message = message
        self.format = format
        self.key = key
        self.excluded = excluded
        self.id = id
        self.origin = origin
        self.order = order
    }
}

// MARK: What it is made of

extension Publication {
    /// What was published, as a copy that is made each time.
    var content: WebSocket.Message {
        switch self.format {
        case .plain: self.message.message
        case .envelopes: EnvelopeText.content(of: self.message.message)
        }
    }

    /// The same with an id that says that its client has had all that is kept up to a position of the present epoch; itself if its
    /// id says so.
    func with(_ position: StreamPosition) -> Publication {
        guard self.format == .envelopes, let id, id.position.epoch != position.epoch || id.position < position else {
            return self
        }
        let raised = Hub.MessageID(node: id.node, number: id.number, position: position)
        return Publication(
            topic: self.topic,
            message: WebSocket.PreparedMessage(
                EnvelopeText.replacingID(of: self.message.message, with: raised),
                compress: self.message.compress
            ),
            as: self.format,
            key: self.key,
            excluded: self.excluded,
            id: raised,
            origin: self.origin,
            order: self.order
        )
    }

    /// What it takes where it is kept, in bytes: what is sent, and about as much as the objects around it.
    package var size: Int {
        self.message.byteCount + (self.key?.text.utf8.count ?? 0) + Self.objectSize
    }

    /// A publication, a prepared message, and what a list of them needs: more than nothing, as messages may be empty.
    private static let objectSize = 256

    /// The message as other nodes get it.
    var shared: SharedMessage {
        SharedMessage(
            topic: self.topic.text,
            node: self.origin?.node ?? 0,
            number: self.origin?.number ?? 0,
            message: self.content,
            mayCompress: self.message.compress,
            key: self.key?.text
        )
    }
}

// MARK: To the loops

extension Publication {
    /// Sends it to all groups, at once to those of the loop that this is.
    func send(to groups: [SubscriptionGroup], _ others: [SubscriptionGroup]) {
        Self.forEachLoop(of: groups, others) { loop, first, rest in
            if loop.loop.isInLoop {
                loop.assumeIsolated { $0.deliver(self, to: first, rest) }
            } else {
                loop.post(self, to: first, rest)
            }
        }
    }

    /// Sends it to all groups behind what was posted before, whichever thread that was by.
    func post(to groups: [SubscriptionGroup], _ others: [SubscriptionGroup]) {
        Self.forEachLoop(of: groups, others) { loop, first, rest in loop.post(self, to: first, rest) }
    }

    private static func forEachLoop(
        of groups: [SubscriptionGroup],
        _ others: [SubscriptionGroup],
        _ body: (_ loop: HubLoop, _ first: SubscriptionGroup, _ rest: [SubscriptionGroup]) -> Void
    ) {
        guard !others.isEmpty else {
            // A topic has one group on a loop.
            for group in groups {
                body(group.loop, group, [])
            }
            return
        }
        var left = groups + others
        while let first = left.first {
            let rest = left.dropFirst().filter { $0.loop === first.loop }
            left.removeAll { $0.loop === first.loop }
            body(first.loop, first, rest)
        }
    }
}
