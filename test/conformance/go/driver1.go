//go:build !v2

// The names of gocql 1.7 that the checks use.

package main

import (
	"time"

	"github.com/aws/aws-sigv4-auth-cassandra-gocql-driver-plugin/sigv4"
	"github.com/gocql/gocql"
)

const driverName = "gocql 1.7"

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

func withSigV4(cluster *clusterConfig, id, secret string) bool {
	auth := sigv4.NewAwsAuthenticator()
	auth.Region, auth.AccessKeyId, auth.SecretAccessKey = "us-east-1", id, secret
	cluster.Authenticator = auth
	return true
}

func withCompression(cluster *clusterConfig) { cluster.Compressor = &gocql.SnappyCompressor{} }

func withRetries(cluster *clusterConfig) {
	cluster.RetryPolicy = &gocql.SimpleRetryPolicy{NumRetries: 5}
	cluster.PoolConfig.HostSelectionPolicy = gocql.TokenAwareHostPolicy(gocql.RoundRobinHostPolicy())
	cluster.ReconnectInterval = time.Second
}

func newUUID() uuid { return gocql.TimeUUID() }

func newBatch(s *session, logged bool) *batch {
	if logged {
		return s.NewBatch(gocql.LoggedBatch)
	}
	return s.NewBatch(gocql.UnloggedBatch)
}

func runBatch(s *session, b *batch) error { return s.ExecuteBatch(b) }
