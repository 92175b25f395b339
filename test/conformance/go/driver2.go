//go:build v2

// The names of Apache's gocql 2 that the checks use.

package main

import (
	"time"

	"github.com/apache/cassandra-gocql-driver/v2"
	"github.com/apache/cassandra-gocql-driver/v2/lz4"
)

const driverName = "gocql 2.1"

type (
	clusterConfig = gocql.ClusterConfig
	session       = gocql.Session
	batch         = gocql.Batch
	uuid          = gocql.UUID
	requestError  = gocql.RequestError
)

func newCluster(host string) *clusterConfig {
	cluster := gocql.NewCluster(host)
	cluster.Consistency = gocql.LocalQuorum
	return cluster
}

func withPassword(cluster *clusterConfig, user, password string) {
	cluster.Authenticator = gocql.PasswordAuthenticator{Username: user, Password: password}
}

func withTLS(cluster *clusterConfig, caPath string) {
	cluster.SslOpts = &gocql.SslOptions{CaPath: caPath, EnableHostVerification: true}
}

// AWS's plugin is made for gocql 1.
func withSigV4(*clusterConfig, string, string) bool { return false }

func withCompression(cluster *clusterConfig) { cluster.Compressor = &lz4.LZ4Compressor{} }

func withRetries(cluster *clusterConfig) {
	cluster.RetryPolicy = &gocql.SimpleRetryPolicy{NumRetries: 5}
	cluster.PoolConfig.HostSelectionPolicy = gocql.TokenAwareHostPolicy(gocql.RoundRobinHostPolicy())
	cluster.ReconnectInterval = time.Second
}

func newUUID() uuid { return gocql.TimeUUID() }

func newBatch(s *session, logged bool) *batch {
	if logged {
		return s.Batch(gocql.LoggedBatch)
	}
	return s.Batch(gocql.UnloggedBatch)
}

func runBatch(_ *session, b *batch) error { return b.Exec() }
