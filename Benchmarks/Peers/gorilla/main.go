//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// The benchmark's server by gorilla/websocket: /echo and /fanout.
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

const maxMessageSize = 32 << 20

// The buffers for writing are pooled, as the library's documentation advises for many connections.
var upgrader = websocket.Upgrader{WriteBufferPool: &sync.Pool{}}

func upgrade(w http.ResponseWriter, r *http.Request) *websocket.Conn {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return nil // The upgrader has answered.
	}
	conn.SetReadLimit(maxMessageSize)
	return conn
}

// echo reads into one buffer for the life of the connection, where ReadMessage would allocate for every message.
func echo(w http.ResponseWriter, r *http.Request) {
	conn := upgrade(w, r)
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

	hub := newHub()
	go hub.run()
	http.HandleFunc("/echo", echo)
	http.HandleFunc("/fanout", hub.serve)

	// Go turns TCP_NODELAY on for every connection by itself.
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", *port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Serving at ws://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
