//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Where a Redis server listens.
package enum RedisEndpoint: Hashable, Sendable {
    case tcp(host: String, port: Int)
    case unix(path: String)
}

extension RedisEndpoint: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port): "\(host):\(port)"
        case .unix(let path): path
        }
    }
}
