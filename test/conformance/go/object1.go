//go:build !v2

// gocqlx, which maps structs onto gocql 1: insert, get, select, update and delete of a table's rows.

package main

import (
	"github.com/scylladb/gocqlx/v2"
	"github.com/scylladb/gocqlx/v2/qb"
	"github.com/scylladb/gocqlx/v2/table"
)

type reading struct {
	Device string
	At     int
	Value  float64
	Tags   []string
	Notes  map[string]string
}

func mapped(s *session) {
	columns := []string{"device", "at", "value", "tags", "notes"}
	readings := table.New(table.Metadata{
		Name:    keyspace + ".readings",
		Columns: columns,
		PartKey: []string{"device"},
		SortKey: []string{"at"},
	})
	wrapped := gocqlx.NewSession(s)
	for at := 1; at <= 3; at++ {
		row := reading{"mapped", at, float64(at) / 2, []string{"a"}, map[string]string{"k": "v"}}
		must(wrapped.Query(readings.Insert()).BindStruct(row).ExecRelease())
	}
	var one reading
	must(wrapped.Query(readings.Get(columns...)).BindStruct(reading{Device: "mapped", At: 2}).GetRelease(&one))
	check("gocqlx get", one.Value, 1.0)
	check("gocqlx collection", one.Notes["k"], "v")
	must(wrapped.Query(readings.Update("value")).BindStruct(reading{Device: "mapped", At: 2, Value: 9}).ExecRelease())
	must(wrapped.Query(readings.Delete()).BindStruct(reading{Device: "mapped", At: 1}).ExecRelease())
	var all []reading
	must(wrapped.Query(readings.Select(columns...)).BindMap(qb.M{"device": "mapped"}).SelectRelease(&all))
	check("gocqlx select", len(all), 2)
	// newest first: the table's clustering order
	check("gocqlx update", all[1].Value, 9.0)
}
