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

// A topic is a hub, as the example knows no topics. Those of a path belong together.
type topics struct {
	upgrader *websocket.Upgrader
	prepare  func(kind int, payload []byte) (publication, error)
	count    int // How many there are for each path.

	mutex sync.Mutex
	paths map[string][]*hub
}

func newTopics(count int, upgrader *websocket.Upgrader, prepare func(int, []byte) (publication, error)) *topics {
	return &topics{upgrader: upgrader, prepare: prepare, count: count, paths: make(map[string][]*hub)}
}

func (t *topics) hubs(path string) []*hub {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	hubs := t.paths[path]
	if hubs == nil {
		for i := 0; i < t.count; i++ {
			hub := newHub()
			go hub.run()
			hubs = append(hubs, hub)
		}
		t.paths[path] = hubs
	}
	return hubs
}

func (t *topics) serve(w http.ResponseWriter, r *http.Request) {
	conn := upgrade(t.upgrader, w, r)
	if conn == nil {
		return
	}
	c := &client{conn: conn, outgoing: make(chan publication, 256)}
	hubs := t.hubs(r.URL.Path)
	for _, h := range hubs {
		h.join <- c
	}
	go c.write()
	t.read(c, hubs)
	for _, h := range hubs {
		h.leave <- c
	}
	close(c.outgoing)
}

// read publishes what the client sends, each message to another topic, until it goes.
func (t *topics) read(c *client, hubs []*hub) {
	for i := 0; ; i++ {
		kind, payload, err := c.conn.ReadMessage()
		if err != nil {
			return
		}
		message, err := t.prepare(kind, payload)
		if err != nil {
			return
		}
		hubs[i%len(hubs)].publish <- message
	}
}

// A hub sends every message to every client; its map belongs to the goroutine of run.
type hub struct {
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

func newHub() *hub {
	return &hub{
		clients: make(map[*client]struct{}),
		join:    make(chan *client),
		leave:   make(chan *client),
		publish: make(chan publication),
	}
}

func (h *hub) run() {
	for {
		select {
		case c := <-h.join:
			h.clients[c] = struct{}{}
		case c := <-h.leave:
			delete(h.clients, c)
		case message := <-h.publish:
			for c := range h.clients {
				select {
				case c.outgoing <- message:
				default:
					delete(h.clients, c) // Too slow: no client holds up the others.
					c.conn.Close()
				}
			}
		}
	}
}

// write sends what the hubs have for the client, each message as a frame of its own, and pings.
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
