"""cqlengine, the Python driver's object mapper: models, sync_table, queries, batches. Usage: python_models.py, with KS_CQL_PORT"""
import os
import uuid

from cassandra import ConsistencyLevel, InvalidRequest
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.cqlengine import columns, connection
from cassandra.cqlengine.management import create_keyspace_simple, sync_table, sync_type
from cassandra.cqlengine.models import Model
from cassandra.cqlengine.query import BatchQuery, BatchType, LWTException
from cassandra.cqlengine.usertype import UserType
from cassandra.policies import DCAwareRoundRobinPolicy
from cassandra.query import dict_factory

from checks import check, report, until

os.environ["CQLENG_ALLOW_SCHEMA_MANAGEMENT"] = "1"


class Address(UserType):
    street = columns.Text()
    number = columns.Integer()


class Order(Model):
    __keyspace__ = "models"
    shop = columns.Text(partition_key=True)
    at = columns.Integer(primary_key=True, clustering_order="DESC")
    id = columns.UUID()
    total = columns.Decimal()
    tags = columns.Set(columns.Text)
    notes = columns.Map(columns.Text, columns.Text)
    history = columns.List(columns.Integer)
    place = columns.UserDefinedType(Address)


profile = ExecutionProfile(
    load_balancing_policy=DCAwareRoundRobinPolicy(local_dc="us-east-1"),
    consistency_level=ConsistencyLevel.LOCAL_QUORUM,
    row_factory=dict_factory,
)
cluster = Cluster(["127.0.0.1"], port=int(os.environ["KS_CQL_PORT"]), execution_profiles={EXEC_PROFILE_DEFAULT: profile})
session = cluster.connect()
connection.register_connection("ks", session=session, default=True)

# asynchronous DDL: each step waits for the one before, as Amazon Keyspaces asks for
create_keyspace_simple("models", 1)
until("keyspace", lambda: session.execute("SELECT * FROM system_schema.keyspaces WHERE keyspace_name = 'models'").one())
cluster.refresh_schema_metadata()
sync_type("models", Address)
until("type", lambda: session.execute("SELECT * FROM system_schema.types WHERE keyspace_name = 'models'").one())
cluster.refresh_schema_metadata()
try:
    sync_table(Order)
    raise SystemExit("sync_table found a table that is still being created")
except KeyError as error:
    # it looks for the table at once, which asynchronous DDL does not allow for (compare django-cassandra-engine issue 165)
    check("sync_table does not wait for the table", error.args, ("order",))
until(
    "table",
    lambda: (session.execute("SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = 'models'").one() or {}).get("status") == "ACTIVE",
)
cluster.refresh_schema_metadata()
sync_table(Order)  # a second time finds nothing to do
check("table metadata", sorted(cluster.metadata.keyspaces["models"].tables["order"].columns), sorted(Order._columns))

who = uuid.uuid4()
for at in range(30):
    Order.create(
        shop="s", at=at, id=who, total=at, tags={"a"}, notes={"k": "v"}, history=[at], place=Address(street="Main", number=at)
    )
check("get", Order.objects.get(shop="s", at=3).place.number, 3)
check("filter and limit", [order.at for order in Order.objects.filter(shop="s").filter(at__gte=10).limit(3)], [29, 28, 27])
check("order_by", [order.at for order in Order.objects.filter(shop="s").order_by("at").limit(2)], [0, 1])
order = Order.objects.get(shop="s", at=5)
order.tags.add("b")
order.history.append(99)
order.notes["n"] = "w"
order.save()
order = Order.objects.get(shop="s", at=5)
check("collections", (order.tags, order.history, order.notes), ({"a", "b"}, [5, 99], {"k": "v", "n": "w"}))
Order.objects(shop="s", at=6).update(total=7, tags__add={"z"})
check("blind update", Order.objects.get(shop="s", at=6).tags, {"a", "z"})
try:
    Order.if_not_exists().create(shop="s", at=5, total=1)
    raise SystemExit("IF NOT EXISTS applied on an existing row")
except LWTException as error:
    check("lightweight transaction", error.existing["[applied]"], False)
with BatchQuery(batch_type=BatchType.Unlogged) as batch:
    for at in range(10):
        Order.batch(batch).create(shop="batch", at=at, total=at)
check("unlogged batch", len(list(Order.objects.filter(shop="batch"))), 10)
Order.objects(shop="s", at=5).delete()
check("delete", Order.objects(shop="s", at=5).first(), None)
try:
    Order.ttl(60).create(shop="ttl", at=1, total=1)
    raise SystemExit("a TTL was accepted on a table that has none enabled")
except InvalidRequest as error:
    check("refusal of a TTL", "TTL is not yet supported." in str(error), True)
try:
    Order.objects.filter(shop="s").count()
    raise SystemExit("count() was accepted")
except InvalidRequest as error:
    check("refusal of count()", "countRows is not yet supported." in str(error), True)
cluster.shutdown()
report("cqlengine")
