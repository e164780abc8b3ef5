//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package main

import (
	"net/http"

	"github.com/gorilla/websocket"
)

// A publication is a message for many: what writes it to one of them.
type publication func(*websocket.Conn) error

// newMessage makes a publication that is encoded for each client anew.
func newMessage(kind int, payload []byte) (publication, error) {
	return func(conn *websocket.Conn) error { return conn.WriteMessage(kind, payload) }, nil
}

// newPreparedMessage makes a publication whose frame is encoded once.
func newPreparedMessage(kind int, payload []byte) (publication, error) {
	message, err := websocket.NewPreparedMessage(kind, payload)
	return func(conn *websocket.Conn) error { return conn.WritePreparedMessage(message) }, err
}

// A hub sends every message to every client; its maps and the closing of the channels belong to the goroutine of run.
type hub struct {
	upgrader *websocket.Upgrader
	prepare  func(kind int, payload []byte) (publication, error)

	clients map[*client]struct{}
	join    chan *client
	leave   chan *client
	publish chan publication
}

// A client is a connection and what waits to be written to it, by a goroutine of its own.
type client struct {
	conn     *websocket.Conn
	outgoing chan publication
}

func newHub(upgrader *websocket.Upgrader, prepare func(int, []byte) (publication, error)) *hub {
	return &hub{
		upgrader: upgrader,
		prepare:  prepare,
		clients:  make(map[*client]struct{}),
		join:     make(chan *client),
		leave:    make(chan *client),
		publish:  make(chan publication),
	}
}

func (h *hub) run() {
	for {
		select {
		case c := <-h.join:
			h.clients[c] = struct{}{}
		case c := <-h.leave:
			h.remove(c)
		case message := <-h.publish:
			for c := range h.clients {
				select {
				case c.outgoing <- message:
				default:
					h.remove(c) // Too slow: no client holds up the others.
				}
			}
		}
	}
}

func (h *hub) remove(c *client) {
	if _, there := h.clients[c]; there {
		delete(h.clients, c)
		close(c.outgoing)
	}
}

func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	conn := upgrade(h.upgrader, w, r)
	if conn == nil {
		return
	}
	c := &client{conn: conn, outgoing: make(chan publication, 256)}
	h.join <- c
	go c.write()
	h.read(c)
	h.leave <- c
}

// read publishes what the client sends, until it goes.
func (h *hub) read(c *client) {
	for {
		kind, payload, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		message, err := h.prepare(kind, payload)
		if err != nil {
			return
		}
		h.publish <- message
	}
}

// write sends what the hub has for the client, each message as a frame of its own.
func (c *client) write() {
	defer c.conn.Close()
	for message := range c.outgoing {
		if message(c.conn) != nil {
			return
		}
	}
}
