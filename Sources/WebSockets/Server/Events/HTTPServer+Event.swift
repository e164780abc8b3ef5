//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

public import WSHTTP
public import WSTLS
public import WSTransport
public import WebSocketProtocol

extension HTTPServer {
    /// What a server's operator may want to know, as ``HTTPServer/Configuration/onEvent`` is told.
    ///
    /// For a log it has a level, a message that is the same for all events of a kind, and what differs as metadata. None of these
    /// hold anything of a message, nor paths, fields other than `Host` and a well-formed `Origin`, or reasons that a peer has sent, which
    /// may hold secrets.
    public struct Event: Sendable {
        /// What has happened.
        @nonexhaustive
        public enum Kind: Sendable {
            /// The server listens.
            case listening(at: [NetworkAddress])
            /// The server stops, and lets what has begun come to its end.
            case stopping
            /// The server has stopped.
            case stopped
            /// No connection can be accepted, for lack of descriptors or memory; it is tried again every tenth of a second.
            case cannotAccept(because: String)

            /// A connection was accepted.
            case connectionOpened
            /// A connection ended that was no WebSocket.
            case connectionEnded
            /// A connection could not be made secure, or broke TLS: the client does not trust the certificate, has none of its own,
            /// or speaks plain HTTP (`notTLS`), which is answered with 400.
            case tlsFailed(TLS.Error)
            /// A client began with TLS on a port without it.
            case tlsOnPlainPort
            /// A trusted proxy did not begin with the header of the PROXY protocol; its connection was closed.
            case invalidProxyHeader
            /// A limit was reached, and the connection refused or ended.
            case limited(by: HTTPServer.Limit)

            /// What came was no request, took too long, or was too large.
            case requestRefused(HTTP.Status)
            /// A request named a host that is not among ``HTTPServer/Configuration/allowedHosts``, and got 421: by DNS rebinding, or
            /// by a proxy whose public name is missing there.
            case hostNotAllowed(String)
            /// A client that wanted to open a WebSocket was answered otherwise; if an ``Upgrader`` refused it, with the reason. A page of
            /// another origin is refused for a reason that names the `Origin`, and the scheme and host that it was compared with.
            case handshakeRefused(HTTP.Status, because: String?)
            /// A handler has thrown, of a request, which was answered with 500, or of a WebSocket, which was closed with 1011.
            case handlerFailed(any Error)
            /// A handler has returned a response that must not be sent, such as one with a header field whose value has a line
            /// break; the client got 500. The reason names the field, not its value.
            case invalidResponse(because: String)

            /// A connection has become a WebSocket.
            case webSocketOpened(subprotocol: String?, isCompressed: Bool)
            /// A WebSocket has ended: by a Close frame of this code, or without one, which is 1006. The error is that which its
            /// handler got, if it got one.
            case webSocketClosed(CloseCode, WebSocket.Error?)
        }

        /// How much it matters: the levels of swift-log, by the same names.
        public enum Level: String, CaseIterable, Comparable, Sendable {
            case trace, debug, info, notice, warning, error, critical

            /// Whether it matters less.
            public static func < (left: Level, right: Level) -> Bool {
                guard let left = allCases.firstIndex(of: left), let right = allCases.firstIndex(of: right) else {
                    return false
                }
                return left < right
            }
        }

        /// What has happened.
        public let kind: Kind

        /// The connection that it happened to, if it was one.
        public let connection: HTTP.ConnectionID?

        /// The client, where it is known: as for ``HTTP/Request/clientAddress``.
        public let client: NetworkAddress?
    }
}

extension HTTPServer.Event {
    /// How much it matters.
    ///
    /// What belongs to the life of the server or a connection is `debug`. What a peer is to blame for is `info`, or `notice`
    /// where that may be too little; what the operator can mend is `warning` or `error`.
    public var level: Level {
        switch self.kind {
        case .listening, .stopping, .stopped, .connectionOpened, .connectionEnded, .webSocketOpened,
            .webSocketClosed(_, nil):
            .debug
        case .tlsFailed, .requestRefused, .handshakeRefused, .webSocketClosed: .info
        case .tlsOnPlainPort, .limited: .notice
        case .invalidProxyHeader, .hostNotAllowed: .warning
        case .handlerFailed, .invalidResponse, .cannotAccept: .error
        }
    }

    /// What has happened, in words that are the same for all events of the kind.
    public var message: String {
        switch self.kind {
        case .listening: "The server listens."
        case .stopping: "The server stops."
        case .stopped: "The server has stopped."
        case .cannotAccept: "No connection can be accepted."
        case .connectionOpened: "A connection was accepted."
        case .connectionEnded: "A connection ended."
        case .tlsFailed: "A connection could not be made secure, or broke TLS."
        case .tlsOnPlainPort: "A client began with TLS on a port for plain connections: is it for https or wss?"
        case .invalidProxyHeader: "A trusted proxy did not begin with a header of the PROXY protocol."
        case .limited: "A limit was reached."
        case .requestRefused: "What came was no request that could be handled."
        case .hostNotAllowed: "A request named a host that is not among HTTPServer.Configuration.allowedHosts."
        case .handshakeRefused: "No WebSocket was opened."
        case .handlerFailed: "A handler has failed."
        case .invalidResponse: "A handler has returned a response that must not be sent."
        case .webSocketOpened: "A WebSocket was opened."
        case .webSocketClosed: "A WebSocket was closed."
        }
    }

    /// What differs between the events of a kind, by names in snake case.
    public var metadata: [String: String] {
        var metadata: [String: String] = [:]
        metadata["connection"] = self.connection?.description
        metadata["client"] = self.client.map { $0.description.isEmpty ? "unix" : $0.description }
        switch self.kind {
        case .listening(let addresses):
            metadata["addresses"] = addresses.map(\.description).joined(separator: ", ")
        case .cannotAccept(let reason):
            metadata["error"] = reason
        case .tlsFailed(let error):
            metadata["error"] = error.description
        case .limited(let limit):
            metadata["limit"] = limit.rawValue
        case .requestRefused(let status):
            metadata["status"] = String(status.rawValue)
        case .handshakeRefused(let status, let reason):
            metadata["status"] = String(status.rawValue)
            metadata["reason"] = reason
        case .hostNotAllowed(let host):
            metadata["host"] = host
        case .handlerFailed(let error):
            // Its description may hold anything that the handler has received.
            metadata["error"] = String(reflecting: type(of: error))
            // This one names the field and does not show the value.
            if let cause = (error as? WebSocket.Error)?.cause ?? error as? HTTP.FieldError, cause is HTTP.FieldError {
                metadata["reason"] = "\(cause)"
            }
        case .invalidResponse(let reason):
            metadata["reason"] = reason
        case .webSocketOpened(let subprotocol, let isCompressed):
            metadata["subprotocol"] = subprotocol
            metadata["compressed"] = String(isCompressed)
        case .webSocketClosed(let code, let error):
            metadata["code"] = String(code.rawValue)
            metadata["error"] = error.map { "\($0.code)" }
        case .stopping, .stopped, .connectionOpened, .connectionEnded, .tlsOnPlainPort, .invalidProxyHeader:
            break
        }
        return metadata
    }
}

extension HTTPServer.Event: CustomStringConvertible {
    /// The message and the metadata, in a line for a log.
    public var description: String {
        let metadata = self.metadata.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.utf8.contains(UInt8(ascii: " ")) ? value.debugDescription : value)"
        }
        return ([self.message] + metadata).joined(separator: " ")
    }
}
