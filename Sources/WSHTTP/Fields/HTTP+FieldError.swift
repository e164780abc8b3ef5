//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension HTTP {
    /// Why a field was refused by ``HTTP/Fields``.
    @nonexhaustive
    public enum FieldError: Swift.Error, Equatable {
        /// The name is empty or holds a byte that no token may hold (RFC 9110 §5.1).
        case invalidName
        /// The value of the field holds CR, LF, NUL, DEL or another control character (RFC 9110 §5.5).
        case invalidValue(field: String)
        /// All fields together would be larger than 1 GiB.
        case tooLarge
    }
}

extension HTTP.FieldError: CustomStringConvertible {
    /// A sentence that says what is wrong and names the field, without the refused bytes.
    public var description: String {
        switch self {
        case .invalidName: "A header field's name must be a token: letters, digits and !#$%&'*+-.^_`|~ only."
        case .invalidValue(let field):
            "The value of the header field \(Substring(field.utf8.prefix(64))) must not hold control characters such as CR, LF or NUL."
        case .tooLarge: "The header fields of one message must not exceed 1 GiB."
        }
    }
}
