//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// Basic authentication (RFC 7617).
enum BasicCredentials {
    /// Returns the value of a field that has them.
    static func value(_ user: String, _ password: String?) -> String {
        "Basic " + Data("\(user):\(password ?? "")".utf8).base64EncodedString()
    }
}
