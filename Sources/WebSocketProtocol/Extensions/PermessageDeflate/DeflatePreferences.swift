//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What an endpoint wants of permessage-deflate, for itself and for its peer (RFC 7692 §7.1).
public struct DeflatePreferences: Sendable, Hashable {
    /// Whether the server may refer to its earlier messages; it holds a window and its compressor for it.
    public let serverContextTakeover: Bool

    /// Whether the client may refer to its earlier messages.
    public let clientContextTakeover: Bool

    /// The largest window the server is to compress with, as a base-2 logarithm.
    public let serverMaxWindowBits: Int

    /// The largest window the client is to compress with, as a base-2 logarithm.
    public let clientMaxWindowBits: Int

    /// Creates preferences; the defaults take whatever the peer offers.
    ///
    /// - Parameters:
    ///   - serverContextTakeover: Whether the server may refer to its earlier messages.
    ///   - clientContextTakeover: Whether the client may refer to its earlier messages.
    ///   - serverMaxWindowBits: From 8 to 15, which are windows of 256 bytes to 32 KiB.
    ///   - clientMaxWindowBits: The same. A client that does not offer to be limited is not.
    public init(
        serverContextTakeover: Bool = true,
        clientContextTakeover: Bool = true,
        serverMaxWindowBits: Int = DeflateParameters.defaultWindowBits,
        clientMaxWindowBits: Int = DeflateParameters.defaultWindowBits
    ) {
        precondition(DeflateParameters.windowBits.contains(serverMaxWindowBits), "window bits must be from 8 to 15")
        precondition(DeflateParameters.windowBits.contains(clientMaxWindowBits), "window bits must be from 8 to 15")
        self.serverContextTakeover = serverContextTakeover
        self.clientContextTakeover = clientContextTakeover
        self.serverMaxWindowBits = serverMaxWindowBits
        self.clientMaxWindowBits = clientMaxWindowBits
    }
}

// MARK: The server's side

extension DeflatePreferences {
    /// Chooses among a client's offers: the first that is valid, since the client has ordered them.
    ///
    /// - Parameter offers: The extensions that the client offers, in its order.
    /// - Returns: The answer and what it means; `nil` to go on without compression.
    public func accept(_ offers: [ExtensionOffer]) -> (answer: ExtensionOffer, parameters: DeflateParameters)? {
        for offer in offers where offer.name == DeflateHeader.name {
            guard let wish = DeflateHeader(offer.parameters) else { continue }
            return accept(wish)
        }
        return nil
    }

    private func accept(_ wish: DeflateHeader) -> (answer: ExtensionOffer, parameters: DeflateParameters) {
        var parameters = DeflateParameters()
        var answer = DeflateHeader()
        parameters.serverNoContextTakeover = wish.serverNoContextTakeover || !serverContextTakeover
        answer.serverNoContextTakeover = parameters.serverNoContextTakeover
        parameters.clientNoContextTakeover = wish.clientNoContextTakeover || !clientContextTakeover
        answer.clientNoContextTakeover = parameters.clientNoContextTakeover

        parameters.serverMaxWindowBits = min(wish.serverMaxWindowBits ?? .max, serverMaxWindowBits)
        if wish.serverMaxWindowBits != nil || serverMaxWindowBits < DeflateParameters.defaultWindowBits {
            answer.serverMaxWindowBits = parameters.serverMaxWindowBits
        }
        // Only a client that has named the parameter understands it in the answer (RFC 7692 §7.1.2.2).
        switch wish.clientMaxWindowBits {
        case .limited(let bits): parameters.clientMaxWindowBits = min(bits, clientMaxWindowBits)
        case .limitable: parameters.clientMaxWindowBits = clientMaxWindowBits
        case nil: break
        }
        if parameters.clientMaxWindowBits < DeflateParameters.defaultWindowBits {
            answer.clientMaxWindowBits = .limited(parameters.clientMaxWindowBits)
        }
        return (answer.offer, parameters)
    }
}

// MARK: The client's side

extension DeflatePreferences {
    /// What a client offers.
    public var offer: ExtensionOffer {
        var offer = DeflateHeader()
        offer.serverNoContextTakeover = !serverContextTakeover
        offer.clientNoContextTakeover = !clientContextTakeover
        if serverMaxWindowBits < DeflateParameters.defaultWindowBits {
            offer.serverMaxWindowBits = serverMaxWindowBits
        }
        let isLimited = clientMaxWindowBits < DeflateParameters.defaultWindowBits
        offer.clientMaxWindowBits = isLimited ? .limited(clientMaxWindowBits) : .limitable
        return offer.offer
    }

    /// Checks a server's answer to ``offer``.
    ///
    /// - Parameter answer: The extension that the server agreed to.
    /// - Returns: What it means.
    /// - Throws: ``DeflateAnswerViolation``, for which the connection is to be failed (RFC 7692 §7.1).
    public func check(_ answer: ExtensionOffer) throws(DeflateAnswerViolation) -> DeflateParameters {
        guard answer.name == DeflateHeader.name, let header = DeflateHeader(answer.parameters),
            header.clientMaxWindowBits != .limitable
        else { throw .malformed }
        var parameters = DeflateParameters()
        guard serverContextTakeover || header.serverNoContextTakeover else { throw .contextTakeover }
        parameters.serverNoContextTakeover = header.serverNoContextTakeover
        parameters.clientNoContextTakeover = header.clientNoContextTakeover || !clientContextTakeover

        // Without the parameter it is the default, which is too much unless that was offered.
        parameters.serverMaxWindowBits = header.serverMaxWindowBits ?? DeflateParameters.defaultWindowBits
        guard parameters.serverMaxWindowBits <= serverMaxWindowBits else { throw .serverWindowTooLarge }
        parameters.clientMaxWindowBits = clientMaxWindowBits
        if case .limited(let bits) = header.clientMaxWindowBits {
            guard bits <= clientMaxWindowBits else { throw .clientWindowTooLarge }
            parameters.clientMaxWindowBits = bits
        }
        return parameters
    }
}
