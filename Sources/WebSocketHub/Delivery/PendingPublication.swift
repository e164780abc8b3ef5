//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSockets

/// A message that is about to be published to a topic.
struct PendingPublication {
    let topic: ExactString
    private let source: Source
    private let mayCompress: Bool
    private let key: ExactString?
    private let excluded: ObjectIdentifier?
    private let form: Form

    /// What was published.
    enum Source {
        case message(WebSocket.Message)
        case prepared(WebSocket.PreparedMessage)

        var message: WebSocket.Message {
            switch self {
            case .message(let message): message
            case .prepared(let prepared): prepared.message
            }
        }

        func prepared(mayCompress: Bool) -> WebSocket.PreparedMessage {
            switch self {
            case .message(let message): WebSocket.PreparedMessage(message, compress: mayCompress)
            case .prepared(let prepared): prepared
            }
        }
    }

    /// What subscribers get.
    private enum Form {
        case plain(WebSocket.PreparedMessage)
        case envelope(EnvelopeText)
    }

    /// Creates a publication that is pending.
    ///
    /// - Parameters:
    ///   - source: The message.
    ///   - mayCompress: Whether it may be compressed.
    ///   - topic: The topic.
    ///   - key: What it is about, for those who want the latest only.
    ///   - excluded: Who is not to get it.
    ///   - format: What subscribers get.
    /// - Throws: `WebSocket.Error` if the message cannot be written in that format.
    init(
        _ source: Source,
        mayCompress: Bool,
        to topic: ExactString,
        key: ExactString? = nil,
        except excluded: ObjectIdentifier? = nil,
        as format: Hub.WireFormat
    ) throws(WebSocket.Error) {
        self.topic = topic
        self.source = source
        self.mayCompress = mayCompress
        self.key = key
        self.excluded = excluded
        self.form =
            switch format {
            case .plain: .plain(source.prepared(mayCompress: mayCompress))
            case .envelopes: .envelope(try EnvelopeText(source.message, topic: topic))
            }
    }

    /// Creates a publication that is pending of what another node has published.
    ///
    /// - Throws: `WebSocket.Error` if the message cannot be written in that format.
    init(_ message: SharedMessage, as format: Hub.WireFormat) throws(WebSocket.Error) {
        try self.init(
            .message(message.message),
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
    func publication(id: Hub.MessageID? = nil, from origin: Publication.Origin? = nil, order: UInt64 = .max)
        -> Publication
    {
        let (message, format): (WebSocket.PreparedMessage, Hub.WireFormat) =
            switch self.form {
            case .plain(let message): (message, .plain)
            case .envelope(let text):
                (WebSocket.PreparedMessage(text.message(id), compress: self.mayCompress), .envelopes)
            }
        return Publication(
            topic: self.topic,
            message: message,
            as: format,
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
            message: self.source.message,
            mayCompress: self.mayCompress,
            key: self.key?.text
        )
    }
}
