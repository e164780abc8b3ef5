//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// One extension of the WebSocket protocol with its parameters, as offered or as accepted (RFC 6455 §9.1).
public struct ExtensionOffer: Sendable, Hashable {
    /// One parameter of an extension.
    public struct Parameter: Sendable, Hashable {
        /// The parameter's name.
        public let name: String
        /// The parameter's value without quotation marks, or `nil` if it is there by name alone.
        public let value: String?

        /// Makes a parameter; name and value are checked when the handshake uses it.
        public init(_ name: String, _ value: String? = nil) {
            self.name = name
            self.value = value
        }
    }

    /// The extension's registered name, such as `permessage-deflate`.
    public let name: String
    /// The extension's parameters in order; a name may come twice, which most extensions refuse.
    public let parameters: [Parameter]

    /// Makes an offer; name and parameters are checked when the handshake uses it.
    public init(_ name: String, _ parameters: [Parameter] = []) {
        self.name = name
        self.parameters = parameters
    }

    /// Whether the name, and every parameter's name and value, is a token and so can be written to a header.
    var isWellFormed: Bool {
        ASCII.isToken(name)
            && parameters.allSatisfy { ASCII.isToken($0.name) && ($0.value.map { ASCII.isToken($0) } ?? true) }
    }
}

extension ExtensionOffer: CustomStringConvertible {
    /// The offer as it stands in `Sec-WebSocket-Extensions`: `name; parameter; parameter=value`.
    public var description: String {
        var text = name
        for parameter in parameters {
            text += "; " + parameter.name
            if let value = parameter.value { text += "=" + value }
        }
        return text
    }
}
