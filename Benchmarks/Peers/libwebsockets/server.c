//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// The benchmark's server by libwebsockets on one thread: /echo and /fanout.

#include <libwebsockets.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { max_message_size = 32 << 20, max_waiting_messages = 256, receive_buffer_size = 64 << 10 };

// A message, shared by all who are to get it. The library wants room for the frame's header before the payload.
struct message {
    struct message *next_free;
    size_t receivers, length, capacity;
    enum lws_write_protocol kind;
    unsigned char *bytes;
};

// A message's place in the queue of one connection.
struct entry {
    struct entry *next;
    struct message *message;
};

// What the library keeps with each connection.
struct session {
    struct lws *connection;
    struct session *next, **link;  // The list of all that take part in the fan-out.
    bool is_fanout;
    struct message *incoming;
    struct entry *first, **end;
    size_t waiting;
};

static struct session *everyone;

// Messages and entries are used again, so that none is allocated once the server is warm. There is one thread.
static struct message *free_messages;
static struct entry *free_entries;

static struct message *take_message(void) {
    struct message *message = free_messages;
    if (message) free_messages = message->next_free;
    else if (!(message = calloc(1, sizeof *message))) abort();
    message->receivers = message->length = 0;
    return message;
}

static void give_back(struct message *message) {
    message->next_free = free_messages;
    free_messages = message;
}

static void append(struct message *message, const void *bytes, size_t count) {
    if (!message->bytes || message->length + count > message->capacity) {
        message->capacity = 2 * (message->length + count);
        message->bytes = realloc(message->bytes, LWS_PRE + message->capacity);
        if (!message->bytes) abort();
    }
    memcpy(message->bytes + LWS_PRE + message->length, bytes, count);
    message->length += count;
}

// Queues the message; false if the connection is too slow and is to be dropped.
static bool enqueue(struct session *session, struct message *message) {
    if (session->waiting == max_waiting_messages) return false;
    struct entry *entry = free_entries;
    if (entry) free_entries = entry->next;
    else if (!(entry = malloc(sizeof *entry))) abort();
    *entry = (struct entry){.message = message};
    message->receivers++;
    *session->end = entry;
    session->end = &entry->next;
    session->waiting++;
    lws_callback_on_writable(session->connection);
    return true;
}

static void remove_first(struct session *session) {
    struct entry *entry = session->first;
    if (!(session->first = entry->next)) session->end = &session->first;
    session->waiting--;
    if (--entry->message->receivers == 0) give_back(entry->message);
    entry->next = free_entries;
    free_entries = entry;
}

static int admit(struct session *session, struct lws *connection) {
    char path[16] = "";
    lws_hdr_copy(connection, path, sizeof path, WSI_TOKEN_GET_URI);
    bool is_echo = !strcmp(path, "/echo"), is_fanout = !strcmp(path, "/fanout");
    *session = (struct session){.connection = connection, .is_fanout = is_fanout};
    session->end = &session->first;
    return is_echo || is_fanout ? 0 : -1;
}

static void join(struct session *session) {
    if (!session->is_fanout) return;
    session->next = everyone;
    session->link = &everyone;
    if (everyone) everyone->link = &session->next;
    everyone = session;
}

static void leave(struct session *session) {
    if (session->link) {
        *session->link = session->next;
        if (session->next) session->next->link = session->link;
    }
    while (session->first) remove_first(session);
    if (session->incoming) give_back(session->incoming);
}

static int receive(struct session *session, const void *bytes, size_t count) {
    struct lws *connection = session->connection;
    struct message *message = session->incoming;
    if (!message) {
        message = session->incoming = take_message();
        message->kind = lws_frame_is_binary(connection) ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
    }
    if (message->length + count > max_message_size) return -1;
    append(message, bytes, count);
    if (!lws_is_final_fragment(connection)) return 0;

    session->incoming = NULL;
    if (!session->is_fanout) return enqueue(session, message) ? 0 : -1;
    message->receivers++;
    for (struct session *other = everyone; other; other = other->next) {
        if (!enqueue(other, message)) lws_set_timeout(other->connection, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
    }
    if (--message->receivers == 0) give_back(message);
    return 0;
}

// Writes what waits, as long as the connection takes it.
static int write_waiting(struct session *session) {
    while (session->first) {
        struct message *message = session->first->message;
        int length = (int)message->length;
        if (lws_write(session->connection, message->bytes + LWS_PRE, message->length, message->kind) < length) return -1;
        remove_first(session);
        if (session->first && lws_send_pipe_choked(session->connection)) {
            lws_callback_on_writable(session->connection);
            break;
        }
    }
    return 0;
}

static int handle(struct lws *connection, enum lws_callback_reasons reason, void *user, void *bytes, size_t count) {
    struct session *session = user;
    switch (reason) {
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return admit(session, connection);
    case LWS_CALLBACK_ESTABLISHED: join(session); return 0;
    case LWS_CALLBACK_RECEIVE: return receive(session, bytes, count);
    case LWS_CALLBACK_SERVER_WRITEABLE: return write_waiting(session);
    case LWS_CALLBACK_CLOSED: leave(session); return 0;
    default: return lws_callback_http_dummy(connection, reason, user, bytes, count);
    }
}

int main(int count, char **arguments) {
    int port = count == 3 && !strcmp(arguments[1], "--port") ? atoi(arguments[2]) : 0;
    static const struct lws_protocols protocols[] = {
        {.name = "", .callback = handle, .per_session_data_size = sizeof(struct session), .rx_buffer_size = receive_buffer_size},
        {0},
    };
    // TCP_NODELAY is on and compression off by default, and its pings begin after five minutes. Its own event loop,
    // by poll, has been measured to cost less here than the one on libuv, which turns to epoll_ctl for every write.
    struct lws_context_creation_info settings = {
        .port = port,
        .iface = "127.0.0.1",
        .protocols = protocols,
        .pt_serv_buf_size = receive_buffer_size,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DISABLE_IPV6,
    };
    lws_set_log_level(LLL_ERR, NULL);
    struct lws_context *context = lws_create_context(&settings);
    struct lws_vhost *host = context ? lws_create_vhost(context, &settings) : NULL;
    if (!host) return EXIT_FAILURE;
    printf("Serving at ws://127.0.0.1:%d\n", lws_get_vhost_listen_port(host));
    fflush(stdout);
    while (lws_service(context, 0) >= 0) {}
    lws_context_destroy(context);
    return EXIT_SUCCESS;
}
