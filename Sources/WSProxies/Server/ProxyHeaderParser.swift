//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

/// Reads the header that a proxy sends ahead of a connection's first byte: the PROXY protocol, version 1 or 2, by HAProxy's
/// authors.
///
/// A connection has one header and no more; what comes behind it is the client's.
package struct ProxyHeaderParser {
    /// What has come.
    package enum Event: Equatable {
        /// More of it is to come.
        case needsMoreBytes
        /// The header is complete.
        case header(ProxyHeader)
        /// What has come is none.
        case failed
    }

    /// The most bytes of the first version, with the end of the line (§2.1).
    private static let maxLineSize = 107
    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let linePrefix = Array("PROXY ".utf8)
    /// Signature, command, family and size.
    private static let fixedSize = 16
    /// The most bytes behind that.
    ///
    /// Addresses take 216; what proxies say beyond that may be the names in a certificate.
    private static let maxVariableSize = 4096

    private var bytes: [UInt8] = []

    package init() {}

    /// Goes on from `position`, and moves it behind what was used.
    package mutating func next(_ input: Span<UInt8>, from position: inout Int) -> Event {
        while position < input.count {
            bytes.append(input[position])
            position += 1
            let event =
                switch bytes[0] {
                case Self.linePrefix[0]: nextOfLine()
                case Self.signature[0]: nextOfBinary()
                default: Event.failed
                }
            if event != .needsMoreBytes { return event }
        }
        return .needsMoreBytes
    }

    // MARK: Version 1, a line of text

    private func nextOfLine() -> Event {
        guard bytes.count > Self.linePrefix.count else {
            return Self.linePrefix.starts(with: bytes) ? .needsMoreBytes : .failed
        }
        guard bytes[bytes.count - 1] == 0x0A else {
            return bytes.count < Self.maxLineSize ? .needsMoreBytes : .failed
        }
        guard bytes[bytes.count - 2] == 0x0D else { return .failed }
        let words = bytes.dropLast(2).split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count > 1 else { return .failed }
        // What follows is to be ignored (§2.1).
        guard !words[1].elementsEqual("UNKNOWN".utf8) else { return .header(.unknownClient) }
        guard words.count == 6, let isIPv6 = Self.isIPv6(words[1]),
            let client = Self.address(words[2], isIPv6), Self.address(words[3], isIPv6) != nil,
            let port = Self.port(words[4]), Self.port(words[5]) != nil
        else { return .failed }
        return .header(.client(client, port: port))
    }

    private static func isIPv6(_ family: ArraySlice<UInt8>) -> Bool? {
        if family.elementsEqual("TCP4".utf8) { return false }
        return family.elementsEqual("TCP6".utf8) ? true : nil
    }

    private static func address(_ text: ArraySlice<UInt8>, _ isIPv6: Bool) -> IPAddress? {
        let isOfFamily = isIPv6 ? IPv6Address(text.span) != nil : IPv4Address(text.span) != nil
        return isOfFamily ? IPAddress(text.span) : nil
    }

    /// Reads digits without a leading zero.
    private static func port(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard text.allSatisfy(\.isDigit), text.first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        return UInt16(String(decoding: text, as: UTF8.self))
    }

    // MARK: Version 2, binary

    private func nextOfBinary() -> Event {
        guard bytes.count > Self.signature.count else {
            return Self.signature.starts(with: bytes) ? .needsMoreBytes : .failed
        }
        guard bytes.count >= Self.fixedSize else { return .needsMoreBytes }
        let size = Int(bytes[14]) << 8 | Int(bytes[15])
        guard bytes[12] >> 4 == 2, size <= Self.maxVariableSize else { return .failed }
        guard bytes.count == Self.fixedSize + size else { return .needsMoreBytes }
        switch bytes[12] & 0x0F {
        // What its addresses are is to be ignored (§2.2).
        case 0: return .header(.proxyItself)
        case 1: return .client(of: bytes[13], bytes[Self.fixedSize...])
        default: return .failed
        }
    }
}

extension ProxyHeaderParser.Event {
    /// Reads the addresses of version 2: those of client and proxy, then both ports.
    fileprivate static func client(of family: UInt8, _ bytes: ArraySlice<UInt8>) -> Self {
        let size: Int
        switch family {
        case 0x11: size = 4
        case 0x21: size = 16
        // Unix sockets, datagrams, and what is not specified.
        case 0x00, 0x12, 0x22, 0x31, 0x32: return .header(.unknownClient)
        default: return .failed
        }
        guard bytes.count >= 2 * size + 4, let address = IPAddress(bytes: Array(bytes.prefix(size))) else {
            return .failed
        }
        let port = bytes.dropFirst(2 * size).prefix(2).reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
        return .header(.client(address, port: port))
    }
}
