//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase

/// Removes from a reason, which may be the text of a server's error, what must not be told.
///
/// A server may repeat what it was sent: Redis names the user who lacks a permission, and of a command that it does not know
/// the first arguments, cut to 128 bytes.
package struct ErrorRedactor: Sendable {
    private let user: Secret?
    private let password: Secret?

    /// What is behind it is cut, as not even a part of an argument is to be shown.
    private static let argumentsMark = ", with args beginning with:"

    package init(user: Secret?, password: Secret?) {
        self.user = user
        self.password = password
    }

    /// Returns a reason without arguments, user name and password.
    package func filtered(_ reason: String) -> String {
        var bytes = Array(reason.utf8)[...]
        if let mark = bytes.firstRange(of: Self.argumentsMark.utf8) {
            bytes = bytes[..<mark.lowerBound]
        }
        bytes = Self.hide(self.password, in: bytes) { _, _ in true }
        // A user name may be any word, so it counts only as a whole one.
        bytes = Self.hide(self.user, in: bytes) {
            !($0.map(Self.isOfWord) ?? false) && !($1.map(Self.isOfWord) ?? false)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns why a server refused a user name and a password.
    ///
    /// That is a code or a text that is known: the rest of the server's text may hold parts of them.
    package static func refusal(_ message: String) -> String {
        // Redis before version 6 says the second.
        let needless = [
            "ERR AUTH <password> called without any password configured", "ERR Client sent AUTH, but no password",
        ]
        guard !needless.contains(where: { message.utf8.starts(with: $0.utf8) }) else {
            return "The server refused the password: ERR, as its default user has none."
        }
        let known = ["WRONGPASS", "NOPERM", "NOAUTH", "LOADING", "ERR unknown command", "ERR"]
        let reason = known.first { message.utf8.starts(with: $0.utf8) }
        return "The server refused the user name and the password" + (reason.map { ": \($0)." } ?? ".")
    }

    /// Replaces a secret wherever `counts` is true of the bytes before and behind it.
    private static func hide(
        _ secret: Secret?,
        in bytes: ArraySlice<UInt8>,
        where counts: (_ before: UInt8?, _ behind: UInt8?) -> Bool
    ) -> ArraySlice<UInt8> {
        guard let secret = secret.map({ Array($0.reveal().utf8) }), !secret.isEmpty else { return bytes }
        var (result, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes)
        while let range = rest.firstRange(of: secret) {
            result += rest[..<range.lowerBound]
            let isHidden = counts(result.last, rest[range.upperBound...].first)
            result += isHidden ? Array(Secret.placeholder.utf8) : secret
            rest = rest[range.upperBound...]
        }
        return (result + rest)[...]
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
