//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension CloseFrame {
    /// Decodes the payload of a Close frame (RFC 6455 §5.5.1).
    ///
    /// - Throws: A violation if the payload is one byte long, if its code may not be sent (RFC 6455 §7.4), or if its
    ///   reason is not UTF-8.
    init(decoding payload: Span<UInt8>) throws(ProtocolViolation) {
        guard !payload.isEmpty else {
            self.init()
            return
        }
        guard payload.count >= 2 else { throw .closePayloadTooShort }
        let code = CloseCode(rawValue: UInt16(bigEndian: payload.load(at: 0, as: UInt16.self)))
        guard code.isAllowedOnWire else { throw .closeCodeNotAllowed(code) }
        let reason: UTF8Span
        do {
            reason = try UTF8Span(validating: payload.extracting(droppingFirst: 2))
        } catch {
            throw .closeReasonNotUTF8
        }
        self.init(uncheckedCode: code, reason: String(copying: reason))
    }
}
