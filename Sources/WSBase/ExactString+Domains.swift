//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension ExactString {
    /// Whether this can be the name of a host or a domain, in lower case: labels of letters, digits, hyphens and underscores between
    /// points, of which the last is not a number, as in an address.
    package var isDomainName: Bool {
        let labels = self.text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            !label.isEmpty
                && label.allSatisfy { byte in
                    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte.isDigit
                        || byte.isLetter && byte == byte.lowercased
                }
        } && labels.last?.allSatisfy(\.isDigit) == false
    }

    /// Whether this host is below a domain, as `www.example.com` is below `example.com`.
    ///
    /// - Parameter domain: The domain, in the same case.
    /// - Returns: `false` also if both are the same.
    package func isBelow(_ domain: ExactString) -> Bool {
        let (host, domain) = (self.text.utf8, domain.text.utf8)
        guard host.count > domain.count else { return false }
        return host.suffix(domain.count).elementsEqual(domain) && host.dropLast(domain.count).last == UInt8(ascii: ".")
    }
}
