//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// Tells ThreadSanitizer of what Swift's libraries, which are built without it, do between threads. Loaded before them; the
// functions here stand in for some of theirs.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define ASYNC __attribute__((swiftasynccall))
#define CONTEXT __attribute__((swift_async_context))

// A Mutex that two threads want: the kernel hands it over.

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TRY_LOCK_SLOW "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"

SWIFT void lock_slow(uint32_t thread, SELF void *self) __asm__(LOCK_SLOW);
SWIFT void unlock_slow(SELF void *self) __asm__(UNLOCK_SLOW);
SWIFT _Bool try_lock_slow(SELF void *self) __asm__(TRY_LOCK_SLOW);

SWIFT void lock_slow(uint32_t thread, SELF void *self) {
    SWIFT void (*original)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, LOCK_SLOW);
    original(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT void unlock_slow(SELF void *self) {
    SWIFT void (*original)(SELF void *) = dlsym(RTLD_NEXT, UNLOCK_SLOW);
    if (__tsan_release) __tsan_release(self);
    original(self);
}

SWIFT _Bool try_lock_slow(SELF void *self) {
    SWIFT _Bool (*original)(SELF void *) = dlsym(RTLD_NEXT, TRY_LOCK_SLOW);
    _Bool has_locked = original(self);
    if (has_locked && __tsan_acquire) __tsan_acquire(self);
    return has_locked;
}

// A continuation that another thread resumes before its task has come to wait for it: the task goes on at once, and the
// sanitizer is told of that only where the task had to wait. So what the task goes on with is replaced by what says so first.
// What waits is `swift_continuation_await`, or, in code that is not optimised, a function of Swift's library around it, whose
// own call of it cannot be replaced.

// An error that is thrown is handed on in the register of `self`.
typedef ASYNC void Resume(CONTEXT void *, SELF void *);

// How what a task waits with begins.
typedef struct {
    void *parent;
    Resume *resume;
} Context;

extern SWIFT void *swift_task_getCurrent(void) __attribute__((weak));

enum { CAPACITY = 1 << 18 };

// What tasks that wait go on with: a table with open addresses.
static struct {
    Context *context;
    Resume *resume;
} waiting[CAPACITY];
static atomic_flag lock = ATOMIC_FLAG_INIT;

static void begin(void) {
    while (atomic_flag_test_and_set_explicit(&lock, memory_order_acquire)) {
    }
}

static void end(void) { atomic_flag_clear_explicit(&lock, memory_order_release); }

static unsigned home(const Context *context) { return (unsigned)((uintptr_t)context >> 4) * 2654435761u % CAPACITY; }

// What is there already was left behind by a task that had to wait, which is resumed another way; its memory has been used again.
static void put(Context *context) {
    begin();
    unsigned place = home(context);
    for (unsigned count = 0; waiting[place].context && waiting[place].context != context; place = (place + 1) % CAPACITY) {
        if (++count == CAPACITY) abort();
    }
    waiting[place].context = context;
    waiting[place].resume = context->resume;
    end();
}

static Resume *take(const Context *context) {
    begin();
    unsigned hole = home(context);
    while (waiting[hole].context != context) hole = (hole + 1) % CAPACITY;
    Resume *resume = waiting[hole].resume;
    waiting[hole].context = 0;
    // Those behind move up if they can be found there.
    for (unsigned place = (hole + 1) % CAPACITY; waiting[place].context; place = (place + 1) % CAPACITY) {
        unsigned way = (place - home(waiting[place].context)) % CAPACITY;
        if (way >= (place - hole) % CAPACITY) {
            waiting[hole] = waiting[place];
            waiting[place].context = 0;
            hole = place;
        }
    }
    end();
    return resume;
}

static ASYNC void resumed(CONTEXT void *context, SELF void *error) {
    Resume *resume = take(context);
    ((Context *)context)->resume = resume;
    __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return resume(context, error);
}

static void notice(Context *context) {
    if (__tsan_acquire) {
        put(context);
        context->resume = resumed;
    }
}

ASYNC void swift_continuation_await(Context *context);

ASYNC void swift_continuation_await(Context *context) {
    ASYNC void (*original)(Context *) = dlsym(RTLD_NEXT, "swift_continuation_await");
    notice(context);
    __attribute__((musttail)) return original(context);
}

// Where the result goes, the actor that calls, the caller's name, the body, and the type of the result.
#define PARAMETERS void *result, void *actor, void *witness, void *name, void *object, void *body, void *capture, void *type
#define ARGUMENTS result, actor, witness, name, object, body, capture, type

// Stands in with `call` for `symbol`, a function that waits for a continuation.
#define STAND_IN(call, symbol)                                                                                         \
    ASYNC void call(PARAMETERS, CONTEXT void *context) __asm__(symbol);                                                \
                                                                                                                       \
    ASYNC void call(PARAMETERS, CONTEXT void *context) {                                                               \
        ASYNC void (*original)(PARAMETERS, CONTEXT void *) = dlsym(RTLD_NEXT, symbol);                                 \
        notice(context);                                                                                               \
        __attribute__((musttail)) return original(ARGUMENTS, context);                                                 \
    }

STAND_IN(checked, "$ss23withCheckedContinuation9isolation8function_xScA_pSgYi_SSyScCyxs5NeverOGXEtYalF")
STAND_IN(checked_throwing, "$ss31withCheckedThrowingContinuation9isolation8function_xScA_pSgYi_SSyScCyxs5Error_pGXEtYaKlF")
