//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase

/// The user name and the password before the host of a URL, percent-decoded (RFC 3986 §3.2.1).
package struct UserInfo: Hashable, Sendable {
    /// The user name, which may be empty; hidden, too, as some servers take a token in its place.
    package let user: Secret
    /// The password, or `nil` if there is not even a colon.
    package let password: Secret?

    /// Reads what is before `@`.
    init(_ text: ArraySlice<UInt8>) throws(WebSocketURLError) {
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
        guard let user = PercentEncoding.decode(text[..<(colon ?? text.endIndex)]) else { throw .invalidUserInfo }
        self.user = Secret(user)
        guard let colon else {
            password = nil
            return
        }
        guard let password = PercentEncoding.decode(text[colon...].dropFirst()) else { throw .invalidUserInfo }
        self.password = Secret(password)
    }
}
