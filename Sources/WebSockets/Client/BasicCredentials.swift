//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WebSocketProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Basic authentication (RFC 7617).
enum BasicCredentials {
    /// Returns the value of a field that has them.
    static func value(_ userInfo: UserInfo) -> Secret {
        let credentials = "\(userInfo.user.reveal()):\(userInfo.password?.reveal() ?? "")"
        return Secret("Basic " + Data(credentials.utf8).base64EncodedString())
    }
}
