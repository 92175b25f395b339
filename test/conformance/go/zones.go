// Reads and writes at LOCAL_QUORUM while the zone of the contact point is away, against a server with three zones (KS_ZONES).
package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func chaos(body string) {
	answer, err := http.Post("http://127.0.0.1:"+os.Getenv("KS_HTTP_PORT")+"/_ks/chaos", "application/json", strings.NewReader(body))
	must(err)
	defer answer.Body.Close()
	check("chaos "+body, answer.StatusCode, 200)
}

func throughALostZone() {
	s, err := connect("KS_CQL_PORT", withRetries)
	must(err)
	defer s.Close()
	table := keyspace + ".t"
	must(s.Query("CREATE TABLE IF NOT EXISTS " + table + " (id int PRIMARY KEY, v text)").Exec())
	read := "SELECT v FROM " + table + " WHERE id = ?"
	until("table t", func() bool { return s.Query(read, 0).Iter().Close() == nil })

	var next, done atomic.Int64
	var running atomic.Bool
	running.Store(true)
	var mutex sync.Mutex
	var acknowledged []int64
	var failures []string
	failed := func(err error) {
		mutex.Lock()
		defer mutex.Unlock()
		failures = append(failures, err.Error())
	}
	var workers sync.WaitGroup
	for range 8 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for running.Load() {
				id := next.Add(1)
				if err := s.Query("INSERT INTO "+table+" (id, v) VALUES (?, ?)", id, fmt.Sprint("value ", id)).Idempotent(true).Exec(); err != nil {
					failed(err)
					continue
				}
				mutex.Lock()
				acknowledged = append(acknowledged, id)
				mutex.Unlock()
				var v string
				if err := s.Query(read, id).Idempotent(true).Scan(&v); err != nil {
					failed(err)
				}
				done.Add(1)
				time.Sleep(5 * time.Millisecond)
			}
		}()
	}
	workOn := func() {
		goal := done.Load() + 300
		until("300 more", func() bool { return done.Load() >= goal })
	}
	workOn()
	chaos(`{"kind": "fail-zone", "zone": "a"}`)
	workOn()
	chaos(`{"kind": "recover", "what": "zone", "zone": "a"}`)
	workOn()
	running.Store(false)
	workers.Wait()
	check("errors through a lost zone", failures, []string(nil))
	missing := 0
	for _, id := range acknowledged {
		var v string
		if err := s.Query(read, id).Scan(&v); err != nil || v != fmt.Sprint("value ", id) {
			missing++
		}
	}
	check("acknowledged writes that are missing", missing, 0)
}
