"""The Python driver through the loss of an Availability Zone: reads and writes at LOCAL_QUORUM go on without an error, and the
connections return. Usage: python_zones.py CQL_PORT HTTP_PORT, of a server with --zones 3."""
import json
import sys
import threading
import time
import urllib.request

from cassandra import ConsistencyLevel, InvalidRequest
from cassandra.cluster import Cluster, ExecutionProfile, EXEC_PROFILE_DEFAULT
from cassandra.policies import ConstantReconnectionPolicy, DCAwareRoundRobinPolicy, TokenAwarePolicy

from checks import check, report, until

port, http_port = int(sys.argv[1]), int(sys.argv[2])
addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"]


def chaos(body):
    request = urllib.request.Request(f"http://127.0.0.1:{http_port}/_ks/chaos", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


profile = ExecutionProfile(
    load_balancing_policy=TokenAwarePolicy(DCAwareRoundRobinPolicy(local_dc="us-east-1")),
    consistency_level=ConsistencyLevel.LOCAL_QUORUM,
)
cluster = Cluster(
    ["127.0.0.1"],
    port=port,
    execution_profiles={EXEC_PROFILE_DEFAULT: profile},
    reconnection_policy=ConstantReconnectionPolicy(0.2, max_attempts=None),
)
session = cluster.connect()
hosts = lambda: {host.address: host for host in cluster.metadata.all_hosts()}
check("hosts", sorted(hosts()), addresses)
check("racks", [hosts()[address].rack for address in addresses], ["us-east-1a", "us-east-1b", "us-east-1c"])
check("tokens", len(cluster.metadata.token_map.ring), 3)
until("connected to every zone", lambda: all(host.is_up for host in hosts().values()))

session.execute("CREATE KEYSPACE IF NOT EXISTS zones WITH replication = {'class': 'SingleRegionStrategy'}")
created = False
for _ in range(400):
    try:
        session.execute("CREATE TABLE IF NOT EXISTS zones.t (id int PRIMARY KEY, v text)")
        session.execute("SELECT v FROM zones.t WHERE id = 0")
        created = True
        break
    except InvalidRequest:
        time.sleep(0.05)
check("table", created, True)
insert = session.prepare("INSERT INTO zones.t (id, v) VALUES (?, ?)")
select = session.prepare("SELECT v FROM zones.t WHERE id = ?")
insert.is_idempotent = select.is_idempotent = True

acknowledged, errors, running, lock, numbers = [], [], True, threading.Lock(), iter(range(10_000_000))


def worker():
    while running:
        with lock:
            id = next(numbers)
        try:
            session.execute(insert, (id, f"value {id}"))
            acknowledged.append(id)
            row = session.execute(select, (id,)).one()
            if row is None or row.v != f"value {id}":
                errors.append(f"{id} is not there")
        except Exception as error:
            errors.append(repr(error))


workers = [threading.Thread(target=worker) for _ in range(8)]
for each in workers:
    each.start()


def work_on(what, count=300):
    goal = len(acknowledged) + count
    until(what, lambda: errors or len(acknowledged) >= goal)


try:
    work_on("work with three zones")
    # the contact point's, with the control connection
    chaos({"kind": "fail-zone", "zone": "a"})
    until("zone a is down", lambda: hosts()["127.0.0.1"].is_up is False)
    work_on("work with two zones")
    chaos({"kind": "recover", "what": "zone", "zone": "a"})
    until("zone a is up", lambda: hosts()["127.0.0.1"].is_up is True)
    until("connections to zone a", lambda: any(
        host.address == "127.0.0.1" and state["open_count"] > 0 for host, state in session.get_pool_state().items()
    ))
    work_on("work with three zones again")
finally:
    running = False
    for each in workers:
        each.join()
check("errors of the application", errors[:3], [])
missing = [id for id in acknowledged if session.execute(select, (id,)).one().v != f"value {id}"]
check("acknowledged writes that are missing", missing, [])
session.execute("DROP KEYSPACE zones")
cluster.shutdown()
report(f"python-driver zones, {len(acknowledged)} writes")
