// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

// A package of its own, because C code cannot be a part of a test target, and any other target of the root package would be one in the
// package graph of every application.
let package = Package(
    name: "CAllocationCounter",
    products: [
        .library(name: "CAllocationCounter", targets: ["CAllocationCounter"])
    ],
    targets: [
        .target(name: "CAllocationCounter", path: ".", sources: ["counter.c"])
    ]
)
