//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#include "CAllocationCounter.h"

#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
#define AVAILABLE 1
#include <malloc.h>
#endif

// Per thread, so that tests which run beside the counting one do not disturb it.
static _Thread_local bool is_counting;
static _Thread_local long count;
static _Thread_local long held;

bool allocation_counter_is_available(void) {
#ifdef AVAILABLE
    return true;
#else
    return false;
#endif
}

void allocation_counter_start(void) {
    count = 0;
    held = 0;
    is_counting = true;
}

long allocation_counter_stop(void) {
    is_counting = false;
    return count;
}

long allocation_counter_held(void) {
    return held;
}

#ifdef AVAILABLE

// The executable's definitions come before the C library's, for every library in the process. The memory is the C
// library's all the same, so that its `free` is the right one.

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

static long size_of(void *memory) {
    return memory == NULL ? 0 : (long)(malloc_usable_size(memory) + sizeof(size_t));
}

static void *note(void *memory) {
    if (is_counting) {
        count += 1;
        held += size_of(memory);
    }
    return memory;
}

void free(void *memory) {
    if (is_counting) held -= size_of(memory);
    __libc_free(memory);
}

void *malloc(size_t size) {
    return note(__libc_malloc(size));
}

void *calloc(size_t n, size_t size) {
    return note(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size) {
    if (is_counting) held -= size_of(old);
    return note(__libc_realloc(old, size));
}

void *memalign(size_t alignment, size_t size) {
    return note(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size) {
    return note(__libc_memalign(alignment, size));
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
    void *memory = note(__libc_memalign(alignment, size));
    if (memory == NULL) return ENOMEM;
    *result = memory;
    return 0;
}

#endif
