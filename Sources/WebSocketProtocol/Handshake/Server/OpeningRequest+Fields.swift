//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

// What each field must be. The parameter is what was gathered of the whole head, by one pass over it.
extension OpeningRequest {
    /// Refuses a request with a body: its bytes would be taken for frames, or frames for a body.
    static func checkBody(_ fields: OpeningFields) throws(OpeningRequestRejection) {
        guard !fields.announcesBody else {
            throw .malformed("A request that opens a WebSocket connection cannot have a body.")
        }
    }

    /// Refuses any version but 13 (RFC 6455 §4.2.1, item 6; §4.4).
    static func checkVersion(_ fields: OpeningFields) throws(OpeningRequestRejection) {
        switch fields.version {
        case .missing: throw .malformedVersion("The header field Sec-WebSocket-Version is missing.")
        case .repeated: throw .malformedVersion("The header field Sec-WebSocket-Version is there more than once.")
        case .malformed:
            throw .malformedVersion("The header field Sec-WebSocket-Version is not a number from 0 to 255.")
        case .value(13): break
        case .value: throw .unsupportedVersion
        }
    }

    /// Returns the value of `Host` (RFC 6455 §4.2.1, item 2; RFC 9112 §3.2).
    static func host(_ fields: OpeningFields) throws(OpeningRequestRejection) -> String {
        switch fields.host {
        case .missing: throw .malformed("The header field Host is missing.")
        case .repeated: throw .malformed("The header field Host is there more than once.")
        case .malformed: throw .malformed("The header field Host is not a host with an optional port.")
        case .value(let host): return host
        }
    }

    /// Returns the client's key (RFC 6455 §4.2.1, item 5).
    static func key(_ fields: OpeningFields) throws(OpeningRequestRejection) -> HandshakeKey {
        switch fields.key {
        case .missing: throw .malformed("The header field Sec-WebSocket-Key is missing.")
        case .repeated: throw .malformed("The header field Sec-WebSocket-Key is there more than once.")
        case .malformed: throw .malformed("The header field Sec-WebSocket-Key is not the base64 of 16 bytes.")
        case .value(let key): return key
        }
    }

    /// Returns the value of `Origin` (RFC 6455 §4.2.1, item 7).
    static func origin(_ fields: OpeningFields) throws(OpeningRequestRejection) -> String? {
        switch fields.origin {
        case .missing, .malformed: return nil
        // Two origins could be checked one and logged the other; RFC 6454 §7.3 forbids them.
        case .repeated: throw .malformed("The header field Origin is there more than once.")
        case .value(let origin): return origin
        }
    }

    /// Returns the subprotocols offered (RFC 6455 §4.2.1, item 8; unique by §4.1, item 10).
    static func subprotocols(_ fields: OpeningFields) throws(OpeningRequestRejection) -> [String] {
        switch fields.subprotocols {
        case .missing:
            return []
        case .problem(.malformed), .elements([]):
            throw .malformed("The header field Sec-WebSocket-Protocol is not a list of tokens.")
        case .problem(.tooLong):
            throw .malformed("The header field Sec-WebSocket-Protocol has too many elements.")
        case .elements(let subprotocols):
            guard Set(subprotocols.map { ExactString($0) }).count == subprotocols.count else {
                throw .malformed("The header field Sec-WebSocket-Protocol has an element twice.")
            }
            return subprotocols
        }
    }

    /// Returns the extensions offered (RFC 6455 §4.2.1, item 9).
    static func extensions(_ fields: OpeningFields) throws(OpeningRequestRejection) -> [ExtensionOffer] {
        switch fields.extensions {
        case .missing:
            return []
        case .problem(.malformed), .elements([]):
            throw .malformed("The header field Sec-WebSocket-Extensions is not a list of extensions.")
        case .problem(.tooLong):
            throw .malformed("The header field Sec-WebSocket-Extensions has too many elements.")
        case .elements(let extensions):
            return extensions
        }
    }
}
