"""boto3's keyspacesstreams client: a table with a stream, three changes by CQL, and their records. Takes KS_HTTP_PORT and KS_CQL_PORT"""
import os

import boto3
from cassandra import ConsistencyLevel
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.policies import DCAwareRoundRobinPolicy

from checks import aws_settings, check, report, until

settings = aws_settings(os.environ["KS_HTTP_PORT"])
keyspaces = boto3.client("keyspaces", **settings)
streams = boto3.client("keyspacesstreams", **settings)


keyspaces.create_keyspace(keyspaceName="changes")
until("keyspace", lambda: keyspaces.get_keyspace(keyspaceName="changes"))
keyspaces.create_table(
    keyspaceName="changes",
    tableName="orders",
    schemaDefinition={"allColumns": [{"name": "id", "type": "int"}, {"name": "v", "type": "text"}], "partitionKeys": [{"name": "id"}]},
    cdcSpecification={"status": "ENABLED", "viewType": "NEW_AND_OLD_IMAGES"},
)
table = until("table", lambda: (found := keyspaces.get_table(keyspaceName="changes", tableName="orders"))["status"] == "ACTIVE" and found)
arn = table["latestStreamArn"]
check("view type", table["cdcSpecification"]["viewType"], "NEW_AND_OLD_IMAGES")
listed = streams.list_streams(keyspaceName="changes", tableName="orders")["streams"]
check("list_streams", [stream["streamArn"] for stream in listed], [arn])
stream = until("stream", lambda: (found := streams.get_stream(streamArn=arn))["streamStatus"] == "ENABLED" and found)
check("shards", len(stream["shards"]) > 0, True)

profile = ExecutionProfile(load_balancing_policy=DCAwareRoundRobinPolicy(local_dc="us-east-1"), consistency_level=ConsistencyLevel.LOCAL_QUORUM)
cluster = Cluster(["127.0.0.1"], port=int(os.environ["KS_CQL_PORT"]), execution_profiles={EXEC_PROFILE_DEFAULT: profile})
session = cluster.connect("changes")
session.execute("INSERT INTO orders (id, v) VALUES (1, 'new')")
session.execute("UPDATE orders SET v = 'changed' WHERE id = 1")
session.execute("DELETE FROM orders WHERE id = 1")
cluster.shutdown()


def records():
    found = []
    for shard in streams.get_stream(streamArn=arn)["shards"]:
        iterator = streams.get_shard_iterator(streamArn=arn, shardId=shard["shardId"], shardIteratorType="TRIM_HORIZON")["shardIterator"]
        for _ in range(20):
            page = streams.get_records(shardIterator=iterator)
            found += page["changeRecords"]
            iterator = page.get("nextShardIterator")
            if iterator is None or not page["changeRecords"]:
                break
    return found


changes = until("three records", lambda: len(found := records()) >= 3 and found)
check("records", len(changes), 3)
value = lambda record, image: record.get(image, {}).get("valueCells", {}).get("v", {}).get("value")
check("old and new images", [(value(each, "oldImage"), value(each, "newImage")) for each in changes], [
    (None, {"textT": "new"}), ({"textT": "new"}, {"textT": "changed"}), ({"textT": "changed"}, None),
])
check("keys", changes[0]["partitionKeys"], {"id": {"intT": "1"}})
report("boto3 keyspacesstreams")
