//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package main

import (
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A publication is a message for many: what writes it to one of them.
type publication func(*websocket.Conn) error

// How long a client may take for a message, and how often it is asked whether it is there.
const (
	writeTimeout = 10 * time.Second
	pingInterval = 20 * time.Second
)

// newMessage makes a publication that is written as in gorilla's example of a hub: encoded for each client anew, and
// with a deadline each time. The example joins messages that wait into one, which would be others than were published.
func newMessage(kind int, payload []byte) (publication, error) {
	return func(conn *websocket.Conn) error {
		if err := conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
			return err
		}
		writer, err := conn.NextWriter(kind)
		if err != nil {
			return err
		}
		if _, err := writer.Write(payload); err != nil {
			return err
		}
		return writer.Close()
	}, nil
}

// newPreparedMessage makes a publication whose frame is encoded once.
func newPreparedMessage(kind int, payload []byte) (publication, error) {
	message, err := websocket.NewPreparedMessage(kind, payload)
	return func(conn *websocket.Conn) error { return conn.WritePreparedMessage(message) }, err
}

// Of hubs there is one for each path, as the example has but one and no topics.
type hubs struct {
	make  func() *hub
	mutex sync.Mutex
	paths map[string]*hub
}

func newHubs(upgrader *websocket.Upgrader, prepare func(int, []byte) (publication, error)) *hubs {
	return &hubs{make: func() *hub { return newHub(upgrader, prepare) }, paths: make(map[string]*hub)}
}

func (h *hubs) serve(w http.ResponseWriter, r *http.Request) {
	h.mutex.Lock()
	hub := h.paths[r.URL.Path]
	if hub == nil {
		hub = h.make()
		h.paths[r.URL.Path] = hub
		go hub.run()
	}
	h.mutex.Unlock()
	hub.serve(w, r)
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

// write sends what the hub has for the client, each message as a frame of its own, and pings.
func (c *client) write() {
	defer c.conn.Close()
	pings := time.NewTicker(pingInterval)
	defer pings.Stop()
	for {
		select {
		case message, isOpen := <-c.outgoing:
			if !isOpen || message(c.conn) != nil {
				return
			}
		case <-pings.C:
			if c.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout)) != nil {
				return
			}
		}
	}
}
