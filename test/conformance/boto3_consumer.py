"""A consumer written against the streams API with boto3: while a table is written by the Python driver and scaled up and down,
it follows parent shards to their children and ends with every change once and those of a key in order. Takes KS_HTTP_PORT and KS_CQL_PORT"""
import os
import threading

import boto3
from cassandra import ConsistencyLevel
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.concurrent import execute_concurrent_with_args
from cassandra.policies import DCAwareRoundRobinPolicy

from checks import aws_settings, check, report, until

settings = aws_settings(os.environ["KS_HTTP_PORT"])
keyspaces = boto3.client("keyspaces", **settings)
streams = boto3.client("keyspacesstreams", **settings)
table = dict(keyspaceName="consumed", tableName="events")
keys, rounds = 50, 40


def active():
    found = keyspaces.get_table(**table)
    return found if found["status"] == "ACTIVE" else None


def scale(units):
    keyspaces.update_table(
        **table,
        capacitySpecification={"throughputMode": "PROVISIONED", "readCapacityUnits": 1000, "writeCapacityUnits": units},
    )
    until(f"{units} units", active)


keyspaces.create_keyspace(keyspaceName="consumed")
until("keyspace", lambda: keyspaces.get_keyspace(keyspaceName="consumed"))
columns = [{"name": "id", "type": "int"}, {"name": "at", "type": "int"}, {"name": "v", "type": "text"}]
keyspaces.create_table(
    **table,
    schemaDefinition={"allColumns": columns, "partitionKeys": [{"name": "id"}]},
    cdcSpecification={"status": "ENABLED", "viewType": "NEW_AND_OLD_IMAGES"},
)
arn = until("table", active)["latestStreamArn"]

profile = ExecutionProfile(
    load_balancing_policy=DCAwareRoundRobinPolicy(local_dc="us-east-1"), consistency_level=ConsistencyLevel.LOCAL_QUORUM
)
cluster = Cluster(
    ["127.0.0.1"], port=int(os.environ["KS_CQL_PORT"]), execution_profiles={EXEC_PROFILE_DEFAULT: profile}
)
session = cluster.connect("consumed")
insert = session.prepare("INSERT INTO events (id, at, v) VALUES (?, ?, 'x')")
finished = threading.Event()


def write():
    # each round writes every key once, and ends before the next begins
    for at in range(rounds):
        for ok, error in execute_concurrent_with_args(session, insert, [(key, at) for key in range(keys)]):
            if not ok:
                raise error
        if at in (rounds // 4, rounds // 2):
            scale(8000 if at == rounds // 4 else 3000)
    finished.set()


def shards():
    found, more = [], {}
    while True:
        page = streams.get_stream(streamArn=arn, maxResults=5, **more)
        found += page["shards"]
        if "nextToken" not in page:
            return found
        more = {"nextToken": page["nextToken"]}


writer = threading.Thread(target=write)
writer.start()
done, iterators, seen, quiet, most = set(), {}, [], 0, 0
while quiet < 3:
    ended = finished.is_set()
    known = shards()
    most = max(most, len(known))
    names = {shard["shardId"] for shard in known}
    found = 0
    for shard in known:
        name = shard["shardId"]
        if name in done or any(parent in names and parent not in done for parent in shard.get("parentShardIds", [])):
            continue
        if name not in iterators:
            asked = streams.get_shard_iterator(streamArn=arn, shardId=name, shardIteratorType="TRIM_HORIZON")
            iterators[name] = asked["shardIterator"]
        page = streams.get_records(shardIterator=iterators[name], maxResults=100)
        seen += page["changeRecords"]
        found += len(page["changeRecords"])
        if page.get("nextShardIterator") is None:
            done.add(name)
        else:
            iterators[name] = page["nextShardIterator"]
    quiet = quiet + 1 if ended and found == 0 else 0
writer.join()
cluster.shutdown()

check("shards of three generations", most, 4 + 8 + 4)
check("closed shards", len(done), 4 + 8)
check("records", len(seen), keys * rounds)
values = [
    (int(each["partitionKeys"]["id"]["intT"]), int(each["newImage"]["valueCells"]["at"]["value"]["intT"])) for each in seen
]
for key in range(keys):
    check(f"order of key {key}", [at for id, at in values if id == key], list(range(rounds)))
olds = [each for each in seen if each.get("oldImage")]
check("updates have old images", len(olds), keys * (rounds - 1))
report("boto3 consumer")
