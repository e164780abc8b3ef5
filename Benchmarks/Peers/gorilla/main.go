//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// The benchmark's server by gorilla/websocket.
//
// /echo, /fanout and /topics/… use it as its documentation and its examples do, which is how it is used; /echo-tuned,
// /fanout-tuned and /topics-tuned/… save what can be saved by more work.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

const (
	maxMessageSize = 32 << 20
	topicsOfGroup  = 200
)

// The defaults, and compression for those that offer it: at level 1, never with context takeover.
var plain = &websocket.Upgrader{EnableCompression: true}

// The buffers for writing are pooled, as the library's documentation advises for many connections.
var tuned = &websocket.Upgrader{EnableCompression: true, WriteBufferPool: &sync.Pool{}}

func upgrade(upgrader *websocket.Upgrader, w http.ResponseWriter, r *http.Request) *websocket.Conn {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return nil // The upgrader has answered.
	}
	conn.SetReadLimit(maxMessageSize)
	return conn
}

func echo(w http.ResponseWriter, r *http.Request) {
	conn := upgrade(plain, w, r)
	if conn == nil {
		return
	}
	defer conn.Close()
	for {
		kind, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if err := conn.WriteMessage(kind, message); err != nil {
			return
		}
	}
}

// echoTuned reads into one buffer for the life of the connection, where ReadMessage allocates for every message.
func echoTuned(w http.ResponseWriter, r *http.Request) {
	conn := upgrade(tuned, w, r)
	if conn == nil {
		return
	}
	defer conn.Close()
	var message bytes.Buffer
	for {
		kind, reader, err := conn.NextReader()
		if err != nil {
			return
		}
		message.Reset()
		if _, err := message.ReadFrom(reader); err != nil {
			return
		}
		if err := conn.WriteMessage(kind, message.Bytes()); err != nil {
			return
		}
	}
}

func main() {
	port := flag.Int("port", 0, "the port to listen at; 0 takes a free one")
	flag.Parse()

	http.HandleFunc("/echo", echo)
	http.HandleFunc("/echo-tuned", echoTuned)
	http.HandleFunc("/fanout", newTopics(1, plain, newMessage).serve)
	http.HandleFunc("/fanout-tuned", newTopics(1, tuned, newPreparedMessage).serve)
	http.HandleFunc("/topics/", newTopics(topicsOfGroup, plain, newMessage).serve)
	http.HandleFunc("/topics-tuned/", newTopics(topicsOfGroup, tuned, newPreparedMessage).serve)

	// Go turns TCP_NODELAY on for every connection by itself.
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Serving at ws://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
