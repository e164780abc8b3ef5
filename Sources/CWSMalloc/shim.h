//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// What the allocator can be told and asked, beyond the C standard.
#ifndef __APPLE__
#include <malloc.h>
#endif
