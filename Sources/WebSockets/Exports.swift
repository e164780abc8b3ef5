//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// The types of other modules that an application uses, one by one: what else these modules declare is of no use to it, and would
// fill its namespace. The protocol core's whole interface comes with `import WebSocketProtocol`.
@_exported public import enum WSHTTP.HTTP
@_exported public import enum WSTLS.TLS
@_exported public import protocol WSTransport.ByteChannel
@_exported public import enum WSTransport.ListenEndpoint
@_exported public import enum WSTransport.NetworkAddress
@_exported public import enum WSTransport.TransportConnection
@_exported public import struct WebSocketProtocol.CloseCode
@_exported public import enum WebSocketProtocol.MessageKind
@_exported public import enum WebSocketProtocol.SubprotocolPreference
@_exported public import enum WebSocketProtocol.WebSocketRole
