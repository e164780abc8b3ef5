//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Transport Layer Security (RFC 8446): the configurations of clients and servers, and what belongs to them.
public enum TLS {}
