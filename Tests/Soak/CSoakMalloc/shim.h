//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#ifndef CSOAKMALLOC_SHIM_H
#define CSOAKMALLOC_SHIM_H

#include <malloc.h>

/// How many bytes of the heap have been allocated and not been freed.
///
/// In C, as Swift has two meanings of `mallinfo2()`: the function, and an empty structure of the same name.
static inline long soak_allocated_bytes(void) {
    struct mallinfo2 heap = mallinfo2();
    return (long)(heap.uordblks + heap.hblkhd);
}

#endif
