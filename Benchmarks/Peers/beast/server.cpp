//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// The benchmark's server by Boost.Beast, asynchronous on one thread: /echo and /fanout.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using beast::error_code;

constexpr std::size_t max_message_size = 32 << 20;
constexpr std::size_t max_waiting_messages = 256;

// The executor's own type: the general one would cost an indirection in every operation.
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;
using Stream = websocket::stream<Socket>;

Stream make_stream(Socket socket) {
    socket.set_option(tcp::no_delay(true));
    Stream stream(std::move(socket));
    stream.read_message_max(max_message_size);
    stream.auto_fragment(false);
    return stream;
}

// Sends every message back: one buffer for the life of the connection, read and written in turn.
class Echo : public std::enable_shared_from_this<Echo> {
public:
    explicit Echo(Stream stream) : stream(std::move(stream)) {}

    void start() { read(); }

    Stream stream;

private:
    void read() {
        stream.async_read(buffer, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error) self->write();
        });
    }

    void write() {
        stream.text(stream.got_text());
        stream.async_write(buffer.cdata(), [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return;
            self->buffer.clear();
            self->read();
        });
    }

    beast::flat_buffer buffer;
};

struct Message {
    std::string payload;
    bool is_text;
};

// Sends every message to every connection, each with a queue of its own.
class Fanout : public std::enable_shared_from_this<Fanout> {
public:
    explicit Fanout(Stream stream) : stream(std::move(stream)) {}
    ~Fanout() { everyone.erase(this); }

    void start() {
        everyone.insert(this);
        read();
    }

    Stream stream;

private:
    static inline std::unordered_set<Fanout *> everyone;

    void read() {
        stream.async_read(buffer, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return self->leave();
            auto message = std::make_shared<const Message>(
                Message{beast::buffers_to_string(self->buffer.cdata()), self->stream.got_text()});
            self->buffer.clear();
            for (auto *other : everyone) other->send(message);
            self->read();
        });
    }

    void send(std::shared_ptr<const Message> message) {
        if (waiting.size() == max_waiting_messages) return stream.next_layer().cancel();  // Too slow.
        waiting.push_back(std::move(message));
        if (waiting.size() == 1) write();
    }

    void write() {
        stream.text(waiting.front()->is_text);
        stream.async_write(
            asio::buffer(waiting.front()->payload), [self = shared_from_this()](error_code error, std::size_t) {
                if (error) return self->leave();
                self->waiting.pop_front();
                if (!self->waiting.empty()) self->write();
            });
    }

    void leave() { everyone.erase(this); }

    beast::flat_buffer buffer;
    std::deque<std::shared_ptr<const Message>> waiting;
};

// Reads the request and hands the connection to what its path names.
class Opening : public std::enable_shared_from_this<Opening> {
public:
    explicit Opening(Socket socket) : stream(make_stream(std::move(socket))) {}

    void start() {
        http::async_read(
            stream.next_layer(), buffer, request, [self = shared_from_this()](error_code error, std::size_t) {
                if (!error) self->route();
            });
    }

private:
    void route() {
        if (request.target() == "/echo") accept<Echo>();
        if (request.target() == "/fanout") accept<Fanout>();
    }

    template <class Session>
    void accept() {
        auto session = std::make_shared<Session>(std::move(stream));
        // The request lives as long as the answer is being written.
        session->stream.async_accept(request, [self = shared_from_this(), session](error_code error) {
            if (!error) session->start();
        });
    }

    Stream stream;
    beast::flat_buffer buffer;
    http::request<http::empty_body> request;
};

using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

void accept_next(Acceptor &acceptor) {
    acceptor.async_accept([&acceptor](error_code error, Socket socket) {
        if (!error) std::make_shared<Opening>(std::move(socket))->start();
        accept_next(acceptor);
    });
}

int main(int count, char **arguments) {
    unsigned short port = 0;
    if (count == 3 && std::string_view(arguments[1]) == "--port") port = std::strtoul(arguments[2], nullptr, 10);

    asio::io_context context{1};
    Acceptor acceptor{context, {asio::ip::address_v4::loopback(), port}};
    std::cout << "Serving at ws://" << acceptor.local_endpoint() << std::endl;
    accept_next(acceptor);
    context.run();
}
