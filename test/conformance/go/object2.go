//go:build v2

package main

// gocqlx is made for gocql 1.
func mapped(*session) {}
