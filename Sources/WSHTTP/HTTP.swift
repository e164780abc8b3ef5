//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The values of HTTP, whatever its version (RFC 9110): requests, responses, and what they consist of.
public enum HTTP {}
