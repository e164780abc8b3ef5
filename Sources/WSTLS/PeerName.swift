//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSOpenSSL

/// What a certificate must be for: a host's name, or an IP address, which is not asked for by SNI (RFC 6066 §3) and is found among
/// a certificate's addresses only.
enum PeerName {
    /// In ASCII, without the dot at the end that a name may have in the DNS, but not in SNI nor in a certificate.
    case name(String)
    /// Without the zone that an IPv6 address may have, which means something on this machine only (RFC 6874 §1).
    case address(String)

    /// The name or the address.
    var text: String {
        switch self {
        case .name(let text), .address(let text): text
        }
    }

    /// Reads a host as it stands in a URL, an IPv6 address without brackets; `nil` if no certificate can be for it.
    ///
    /// Above all for what OpenSSL would take for something else: an empty name is any, one that begins with a dot is each below it,
    /// and one with a zero ends there.
    init?(_ host: String) {
        var bytes = Array(host.utf8)
        if bytes.last == UInt8(ascii: ".") {
            bytes.removeLast()
        }
        if bytes.contains(UInt8(ascii: ":")), let zone = bytes.firstIndex(of: UInt8(ascii: "%")) {
            bytes.removeSubrange(zone...)
        }
        guard bytes.count < 256, let first = bytes.first, first != UInt8(ascii: "."),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        // What is made of it is freed at once.
        if let address = unsafe a2i_IPADDRESS(text) {
            unsafe ASN1_OCTET_STRING_free(address)
            self = .address(text)
        } else if bytes.contains(UInt8(ascii: ":")) || bytes.last == UInt8(ascii: ".") {
            return nil
        } else {
            self = .name(text)
        }
    }
}
