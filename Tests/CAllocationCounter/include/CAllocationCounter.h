//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#ifndef CALLOCATIONCOUNTER_H
#define CALLOCATIONCOUNTER_H

#include <stdbool.h>

/// Whether allocations can be counted here: with glibc, and without a sanitizer, which has an allocator of its own.
bool allocation_counter_is_available(void);

/// Begins to count the calling thread's allocations, from 0.
void allocation_counter_start(void);

/// Ends counting, and returns how many allocations the calling thread has made since it began.
long allocation_counter_stop(void);

/// How many more bytes the calling thread has allocated than freed since it began to count; each allocation with what
/// the allocator keeps beside it.
long allocation_counter_held(void);

#endif
