//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A message that is about to be published to a topic.
struct Draft {
    let topic: ExactString
    private let content: Message
    private let mayCompress: Bool
    private let key: ExactString?
    private let excluded: ObjectIdentifier?
    private let form: Form

    /// What subscribers get.
    private enum Form {
        case plain(PreparedMessage)
        case envelope(EnvelopeText)
    }

    /// Creates a draft.
    ///
    /// - Parameters:
    ///   - content: The message.
    ///   - mayCompress: Whether it may be compressed.
    ///   - prepared: The same as it is sent, if it has been encoded already.
    ///   - topic: The topic.
    ///   - key: What it is about, for those who want the latest only.
    ///   - excluded: Who is not to get it.
    ///   - format: What subscribers get.
    /// - Throws: `WebSocketError` if the message cannot be written in that format.
    init(
        _ content: Message,
        mayCompress: Bool,
        prepared: PreparedMessage? = nil,
        to topic: ExactString,
        key: ExactString? = nil,
        except excluded: ObjectIdentifier? = nil,
        as format: WireFormat
    ) throws(WebSocketError) {
        self.topic = topic
        self.content = content
        self.mayCompress = mayCompress
        self.key = key
        self.excluded = excluded
        self.form =
            switch format {
            case .plain: .plain(prepared ?? PreparedMessage(content, compress: mayCompress))
            case .envelopes: .envelope(try EnvelopeText(content, topic: topic))
            }
    }

    /// Creates a draft of what another node has published.
    ///
    /// - Throws: `WebSocketError` if the message cannot be written in that format.
    init(_ message: SharedMessage, as format: WireFormat) throws(WebSocketError) {
        try self.init(
            message.message,
            mayCompress: message.mayCompress,
            to: ExactString(message.topic),
            key: message.key.map { ExactString($0) },
            as: format
        )
    }

    /// What goes to the subscribers of this node.
    ///
    /// - Parameters:
    ///   - id: Its id, where messages are kept.
    ///   - origin: Who has published it.
    ///   - order: Its place among the topic's messages as they have come to this node.
    /// - Returns: The message, made ready to be sent.
    func publication(id: MessageID? = nil, from origin: Publication.Origin? = nil, order: UInt64 = .max) -> Publication
    {
        let message =
            switch self.form {
            case .plain(let message): message
            case .envelope(let text): PreparedMessage(text.message(id), compress: self.mayCompress)
            }
        return Publication(
            topic: self.topic,
            message: message,
            content: self.content,
            key: self.key,
            excluded: self.excluded,
            id: id,
            origin: origin,
            order: order
        )
    }

    /// What goes to other nodes.
    func shared(_ origin: Publication.Origin) -> SharedMessage {
        SharedMessage(
            topic: self.topic.text,
            node: origin.node,
            number: origin.number,
            message: self.content,
            mayCompress: self.mayCompress,
            key: self.key?.text
        )
    }
}
