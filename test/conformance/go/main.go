// The Go drivers, unmodified, against the local engine: connect, create, prepare, page, batch, lightweight transactions,
// collections, user-defined types, refusals, TLS, password and SigV4. Ports and credentials come in KS_ variables.
package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
)

var checks = 0

var keyspace = "go" + strings.Map(func(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}, driverName)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func check(what string, got, wanted any) {
	if !reflect.DeepEqual(got, wanted) {
		panic(fmt.Sprintf("%s: got %#v, wanted %#v", what, got, wanted))
	}
	checks++
}

func connect(portName string, adapt func(*clusterConfig)) (*session, error) {
	port, err := strconv.Atoi(os.Getenv(portName))
	must(err)
	cluster := newCluster("127.0.0.1")
	cluster.Port = port
	cluster.Timeout = 10 * time.Second
	if adapt != nil {
		adapt(cluster)
	}
	return cluster.CreateSession()
}

type address struct {
	Street string `cql:"street"`
	Number int    `cql:"number"`
}

func schema(s *session) {
	must(s.Query("CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = {'class': 'SingleRegionStrategy'}").Exec())
	until("keyspace", func() bool {
		var name string
		err := s.Query("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", keyspace).Scan(&name)
		return err == nil
	})
	must(s.Query("CREATE TYPE IF NOT EXISTS " + keyspace + ".address (street text, number int)").Exec())
	until("type", func() bool {
		var name string
		err := s.Query("SELECT type_name FROM system_schema.types WHERE keyspace_name = ? AND type_name = 'address'", keyspace).Scan(&name)
		return err == nil
	})
	must(s.Query("CREATE TABLE IF NOT EXISTS " + keyspace + ".readings (device text, at int, value double, tags set<text>, " +
		"notes map<text, text>, history list<int>, place frozen<address>, stamp timeuuid, " +
		"PRIMARY KEY (device, at)) WITH CLUSTERING ORDER BY (at DESC)").Exec())
	until("table", func() bool {
		var status string
		err := s.Query("SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = ? AND table_name = 'readings'", keyspace).Scan(&status)
		return err == nil && status == "ACTIVE"
	})
}

func until(what string, ask func() bool) {
	for range 400 {
		if ask() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	panic("never " + what)
}

func rows(s *session) {
	table := keyspace + ".readings"
	insert := "INSERT INTO " + table + " (device, at, value, tags, notes, history, place, stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
	id := newUUID()
	for at := range 250 {
		must(s.Query(insert, "d", at, float64(at)/2, []string{"a", "b"}, map[string]string{"k": strconv.Itoa(at)},
			[]int{at, at + 1}, address{"Main", at}, id).Exec())
	}
	iter := s.Query("SELECT at, tags, notes, history, place, stamp FROM "+table+" WHERE device = ?", "d").PageSize(40).Iter()
	var at, count int
	var tags []string
	var notes map[string]string
	var history []int
	var place address
	var stamp uuid
	for iter.Scan(&at, &tags, &notes, &history, &place, &stamp) {
		if count == 0 {
			sort.Strings(tags)
			check("set", tags, []string{"a", "b"})
			check("map", notes, map[string]string{"k": "249"})
			check("list", history, []int{249, 250})
			check("user-defined type", place, address{"Main", 249})
			check("timeuuid", stamp, id)
		}
		count++
	}
	must(iter.Close())
	check("rows over seven pages", count, 250)
	check("clustering order", at, 0)
}

func transactions(s *session) {
	table := keyspace + ".readings"
	insert := "INSERT INTO " + table + " (device, at, value) VALUES (?, ?, ?)"
	previous := map[string]any{}
	applied, err := s.Query(insert+" IF NOT EXISTS", "d", 1, 9.0).MapScanCAS(previous)
	must(err)
	check("lightweight transaction on an existing row", applied, false)
	check("its row", previous["value"], 0.5)
	applied, err = s.Query("UPDATE "+table+" SET value = ? WHERE device = ? AND at = ? IF value = ?", 7.0, "d", 1, 0.5).MapScanCAS(map[string]any{})
	must(err)
	check("lightweight transaction that applies", applied, true)
	for _, logged := range []bool{true, false} {
		b := newBatch(s, logged)
		for at := range 20 {
			b.Query(insert, fmt.Sprintf("batch %v", logged), at, 1.5)
		}
		must(runBatch(s, b))
		read := s.Query("SELECT at FROM "+table+" WHERE device = ?", fmt.Sprintf("batch %v", logged)).Iter()
		check("rows of a batch", read.NumRows(), 20)
		must(read.Close())
	}
	must(s.Query("DELETE FROM "+table+" WHERE device = ? AND at = ?", "d", 1).Exec())
	err = s.Query("SELECT count(*) FROM " + table).Exec()
	var refused requestError
	check("a refusal", errors.As(err, &refused), true)
	check("its code", refused.Code(), 0x2200)
	check("its words", refused.Message(), "countRows is not yet supported.")
	// the driver learns by an event, a second later, that the table has become ready
	until("schema metadata", func() bool {
		metadata, err := s.KeyspaceMetadata(keyspace)
		must(err)
		table := metadata.Tables["readings"]
		return table != nil && table.PartitionKey[0].Name == "device"
	})
	checks++
}

// Both directions of a compressed connection: Snappy with gocql 1, LZ4 with gocql 2.
func compressed() {
	s, err := connect("KS_CQL_PORT", withCompression)
	must(err)
	defer s.Close()
	long := strings.Repeat("compressible ", 2000)
	must(s.Query("INSERT INTO "+keyspace+".readings (device, at, notes) VALUES (?, ?, ?)", "z", 1, map[string]string{"k": long}).Exec())
	var notes map[string]string
	must(s.Query("SELECT notes FROM "+keyspace+".readings WHERE device = ? AND at = ?", "z", 1).Scan(&notes))
	check("a compressed value", notes["k"], long)
}

func login() {
	tls := func(c *clusterConfig) { withTLS(c, os.Getenv("KS_CA")) }
	password := func(c *clusterConfig) { withPassword(c, os.Getenv("KS_USER"), os.Getenv("KS_PASSWORD")) }
	release := func(adapt func(*clusterConfig)) (string, error) {
		s, err := connect("KS_TLS_PORT", func(c *clusterConfig) { tls(c); adapt(c) })
		if err != nil {
			return "", err
		}
		defer s.Close()
		var text string
		err = s.Query("SELECT release_version FROM system.local").Scan(&text)
		return text, err
	}
	got, err := release(password)
	must(err)
	check("TLS and password", got, "3.11.2")
	_, err = release(func(c *clusterConfig) { withPassword(c, os.Getenv("KS_USER"), "wrong") })
	check("wrong password", err != nil && strings.Contains(err.Error(), "and/or password are incorrect"), true)
	for _, secret := range []string{os.Getenv("KS_SECRET_KEY"), "wrong"} {
		offered := true
		got, err := release(func(c *clusterConfig) { offered = withSigV4(c, os.Getenv("KS_ACCESS_KEY"), secret) })
		switch {
		case !offered:
		case secret == "wrong":
			check("SigV4 with a wrong key", err != nil && strings.Contains(err.Error(), "Authentication failure: Invalid signature"), true)
		default:
			must(err)
			check("SigV4", got, "3.11.2")
		}
	}
}

func main() {
	s, err := connect("KS_CQL_PORT", nil)
	must(err)
	schema(s)
	rows(s)
	transactions(s)
	mapped(s)
	s.Close()
	compressed()
	login()
	if os.Getenv("KS_ZONES") != "" {
		throughALostZone()
	}
	fmt.Printf("%s: %d checks passed\n", driverName, checks)
}
