//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The parameters of one permessage-deflate offer or answer, as they stand in the header (RFC 7692 §7.1).
struct DeflateHeader {
    static let name = "permessage-deflate"

    var serverNoContextTakeover = false
    var clientNoContextTakeover = false
    var serverMaxWindowBits: Int?
    var clientMaxWindowBits: ClientWindowBits?

    /// What a client says of the window it compresses with.
    enum ClientWindowBits: Equatable {
        /// That it can be limited; in offers only.
        case limitable
        /// How large it is at most.
        case limited(Int)
    }

    init() {}

    /// Reads the parameters; fails for what RFC 7692 §7 has declined or failed: an unknown parameter, one that is there
    /// twice, and a value that is missing, superfluous or no window.
    init?(_ parameters: [ExtensionOffer.Parameter]) {
        for parameter in parameters {
            switch (parameter.name, parameter.value) {
            case ("server_no_context_takeover", nil) where !serverNoContextTakeover:
                serverNoContextTakeover = true
            case ("client_no_context_takeover", nil) where !clientNoContextTakeover:
                clientNoContextTakeover = true
            case ("server_max_window_bits", let value?) where serverMaxWindowBits == nil:
                guard let bits = Self.windowBits(value) else { return nil }
                serverMaxWindowBits = bits
            case ("client_max_window_bits", let value) where clientMaxWindowBits == nil:
                guard let value else {
                    clientMaxWindowBits = .limitable
                    continue
                }
                guard let bits = Self.windowBits(value) else { return nil }
                clientMaxWindowBits = .limited(bits)
            default:
                return nil
            }
        }
    }

    /// The extension as it is written to the header.
    var offer: ExtensionOffer {
        var parameters: [ExtensionOffer.Parameter] = []
        if serverNoContextTakeover { parameters.append(.init("server_no_context_takeover")) }
        if clientNoContextTakeover { parameters.append(.init("client_no_context_takeover")) }
        if let bits = serverMaxWindowBits { parameters.append(.init("server_max_window_bits", String(bits))) }
        switch clientMaxWindowBits {
        case .limitable: parameters.append(.init("client_max_window_bits"))
        case .limited(let bits): parameters.append(.init("client_max_window_bits", String(bits)))
        case nil: break
        }
        return ExtensionOffer(Self.name, parameters)
    }

    /// A decimal number from 8 to 15 without leading zeros (RFC 7692 §7.1.2).
    private static func windowBits(_ text: String) -> Int? {
        guard let bits = Int(text), DeflateParameters.windowBits.contains(bits), text == String(bits) else {
            return nil
        }
        return bits
    }
}
