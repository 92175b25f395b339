"""The Python driver, unmodified, over the wire: connect, create, insert, select, page, metadata. Usage: python_driver.py CQL_PORT"""
import collections
import sys
import uuid

from cassandra import ConsistencyLevel, InvalidRequest
from cassandra.cluster import Cluster, ExecutionProfile, EXEC_PROFILE_DEFAULT
from cassandra.concurrent import execute_concurrent_with_args
from cassandra.policies import DCAwareRoundRobinPolicy
from cassandra.query import BatchStatement, BatchType

from checks import check, report, until

port = int(sys.argv[1])


profile = ExecutionProfile(
    load_balancing_policy=DCAwareRoundRobinPolicy(local_dc="us-east-1"),
    consistency_level=ConsistencyLevel.LOCAL_QUORUM,
)
cluster = Cluster(["127.0.0.1"], port=port, execution_profiles={EXEC_PROFILE_DEFAULT: profile})
session = cluster.connect()
check("release", session.execute("SELECT release_version FROM system.local").one().release_version, "3.11.2")

session.execute("CREATE KEYSPACE IF NOT EXISTS py WITH replication = {'class': 'SingleRegionStrategy'}")
until("keyspace", lambda: session.execute("SELECT * FROM system_schema.keyspaces WHERE keyspace_name = 'py'").one())
session.set_keyspace("py")
session.execute(
    "CREATE TABLE IF NOT EXISTS readings (device uuid, at int, value double, tags set<text>, notes map<text, text>, "
    "history list<int>, PRIMARY KEY (device, at)) WITH CLUSTERING ORDER BY (at DESC)"
)
status = "SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = 'py' AND table_name = 'readings'"
until("table is ACTIVE", lambda: (row := session.execute(status).one()) and row.status == "ACTIVE")

device = uuid.uuid4()
insert = session.prepare("INSERT INTO readings (device, at, value, tags, notes, history) VALUES (?, ?, ?, ?, ?, ?)")
for at in range(250):
    session.execute(insert, (device, at, at / 2, {"a", "b"}, {"k": str(at)}, [at, at + 1]))
select = session.prepare("SELECT * FROM readings WHERE device = ?")
select.fetch_size = 40
rows = list(session.execute(select, (device,)))
check("rows over seven pages", len(rows), 250)
check("clustering order", [row.at for row in rows], list(range(249, -1, -1)))
check("collections", (set(rows[0].tags), dict(rows[0].notes), rows[0].history), ({"a", "b"}, {"k": "249"}, [249, 250]))
applied = session.execute("INSERT INTO readings (device, at, value) VALUES (%s, 1, 9.0) IF NOT EXISTS", (device,)).one()
check("lightweight transaction on an existing row", applied.applied, False)
session.execute("UPDATE readings SET value = 1.5, tags = tags + {'c'} WHERE device = %s AND at = 7", (device,))
row = session.execute("SELECT value, tags FROM readings WHERE device = %s AND at = 7", (device,)).one()
check("update", (row.value, set(row.tags)), (1.5, {"a", "b", "c"}))
session.execute("DELETE FROM readings WHERE device = %s AND at = 7", (device,))
check("delete", session.execute("SELECT at FROM readings WHERE device = %s AND at = 7", (device,)).one(), None)
for kind in (BatchType.LOGGED, BatchType.UNLOGGED):
    batch = BatchStatement(batch_type=kind)
    for at in range(1000, 1020):
        batch.add(insert, (device, at, 1.5, None, None, None))
    session.execute(batch)
    check("rows of a batch", len(list(session.execute("SELECT at FROM readings WHERE device = %s AND at >= 1000", (device,)))), 20)
try:
    session.execute("SELECT count(*) FROM readings")
    raise SystemExit("COUNT(*) was accepted")
except InvalidRequest as error:
    check("refusal of COUNT(*)", "countRows is not yet supported." in str(error), True)
cluster.refresh_schema_metadata()
table = cluster.metadata.keyspaces["py"].tables["readings"]
check("schema metadata", [column.name for column in table.primary_key], ["device", "at"])

Address = collections.namedtuple("Address", ["street", "number"])
session.execute("CREATE TYPE IF NOT EXISTS py.address (street text, number int)")
until("type", lambda: session.execute("SELECT type_name FROM system_schema.types WHERE keyspace_name = 'py'").one())
session.execute("CREATE TABLE IF NOT EXISTS py.people (id int PRIMARY KEY, home frozen<address>, pair frozen<tuple<int, text>>, old map<text, frozen<address>>)")
until("table", lambda: "people" in [row.table_name for row in session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'py'")])
cluster.refresh_schema_metadata()
cluster.register_user_type("py", "address", Address)
home = Address("Main", 7)
session.execute(session.prepare("INSERT INTO people (id, home, pair, old) VALUES (?, ?, ?, ?)"), (1, home, (1, "a"), {"x": home}))
row = session.execute("SELECT home, pair, old FROM people WHERE id = 1").one()
check("user-defined types and tuples", (row.home, row.pair, dict(row.old)), (home, (1, "a"), {"x": home}))
concurrent = execute_concurrent_with_args(session, insert, [(device, at, 0.5, None, None, None) for at in range(2000, 3000)], concurrency=200)
check("a thousand writes at once", all(result.success for result in concurrent), True)
cluster.shutdown()
report("python-driver")
