//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension OpeningRequest {
    /// Refuses a request with a body: its bytes would be taken for frames, or frames for a body.
    static func checkBody(_ fields: some HeaderFields) throws(OpeningRequestRejection) {
        guard fields.values(of: "Transfer-Encoding").isEmpty,
            fields.values(of: "Content-Length").allSatisfy({ $0.utf8.elementsEqual("0".utf8) })
        else {
            throw .malformed("A request that opens a WebSocket connection cannot have a body.")
        }
    }

    /// Refuses any version but 13 (RFC 6455 §4.2.1, item 6; §4.4).
    static func checkVersion(_ fields: some HeaderFields) throws(OpeningRequestRejection) {
        let versions = fields.values(of: "Sec-WebSocket-Version")
        guard let version = versions.first else {
            throw .malformedVersion("The header field Sec-WebSocket-Version is missing.")
        }
        guard versions.count == 1 else {
            throw .malformedVersion("The header field Sec-WebSocket-Version is there more than once.")
        }
        guard !version.utf8.elementsEqual("13".utf8) else { return }
        guard let number = UInt8(version), version.utf8.elementsEqual(String(number).utf8) else {
            throw .malformedVersion("The header field Sec-WebSocket-Version is not a number from 0 to 255.")
        }
        throw .unsupportedVersion
    }

    /// Returns the value of `Host` (RFC 6455 §4.2.1, item 2; RFC 9112 §3.2).
    static func host(_ fields: some HeaderFields) throws(OpeningRequestRejection) -> String {
        let hosts = fields.values(of: "Host")
        guard let host = hosts.first else { throw .malformed("The header field Host is missing.") }
        guard hosts.count == 1 else { throw .malformed("The header field Host is there more than once.") }
        guard (try? Authority(host)) != nil else {
            throw .malformed("The header field Host is not a host with an optional port.")
        }
        return host
    }

    /// Returns the client's key (RFC 6455 §4.2.1, item 5).
    static func key(_ fields: some HeaderFields) throws(OpeningRequestRejection) -> HandshakeKey {
        let keys = fields.values(of: "Sec-WebSocket-Key")
        guard let value = keys.first else { throw .malformed("The header field Sec-WebSocket-Key is missing.") }
        guard keys.count == 1 else { throw .malformed("The header field Sec-WebSocket-Key is there more than once.") }
        guard let key = HandshakeKey(value) else {
            throw .malformed("The header field Sec-WebSocket-Key is not the base64 of 16 bytes.")
        }
        return key
    }

    /// Returns the value of `Origin` (RFC 6455 §4.2.1, item 7).
    static func origin(_ fields: some HeaderFields) throws(OpeningRequestRejection) -> String? {
        let origins = fields.values(of: "Origin")
        // Two origins could be checked one and logged the other; RFC 6454 §7.3 forbids them.
        guard origins.count <= 1 else { throw .malformed("The header field Origin is there more than once.") }
        return origins.first
    }

    /// Returns the subprotocols offered (RFC 6455 §4.2.1, item 8; unique by §4.1, item 10).
    static func subprotocols(_ fields: some HeaderFields) throws(OpeningRequestRejection) -> [String] {
        let lines = fields.values(of: "Sec-WebSocket-Protocol")
        guard !lines.isEmpty else { return [] }
        let subprotocols: [String]
        do {
            subprotocols = try TokenList.parse(lines, limit: maxSubprotocols)
        } catch {
            switch error {
            case .malformed: throw .malformed("The header field Sec-WebSocket-Protocol is not a list of tokens.")
            case .tooLong: throw .malformed("The header field Sec-WebSocket-Protocol has too many elements.")
            }
        }
        guard Set(subprotocols).count == subprotocols.count else {
            throw .malformed("The header field Sec-WebSocket-Protocol has an element twice.")
        }
        return subprotocols
    }

    /// Returns the extensions offered (RFC 6455 §4.2.1, item 9).
    static func extensions(_ fields: some HeaderFields) throws(OpeningRequestRejection) -> [ExtensionOffer] {
        let lines = fields.values(of: "Sec-WebSocket-Extensions")
        guard !lines.isEmpty else { return [] }
        do {
            return try ExtensionHeader.parse(lines)
        } catch {
            switch error {
            case .malformed: throw .malformed("The header field Sec-WebSocket-Extensions is not a list of extensions.")
            case .tooLong: throw .malformed("The header field Sec-WebSocket-Extensions has too many elements.")
            }
        }
    }
}
