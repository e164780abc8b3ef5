//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// Users of the library meet the values of HTTP, of the protocol and of addresses in its interface, and should not have
// to know which module each comes from. All else in these modules is `package`, or the core's own public interface.
@_exported public import HTTP1
@_exported public import TLS
@_exported public import Transport
@_exported public import WebSocketProtocol
