"""boto3, unmodified, against the HTTP port: create, list, describe, update, tag, delete, metrics. Usage: boto3_control_plane.py HTTP_PORT"""
import datetime
import sys

import boto3

from checks import aws_settings, check, report, until, until_gone

settings = aws_settings(sys.argv[1])
keyspaces = boto3.client("keyspaces", **settings)


keyspaces.create_keyspace(keyspaceName="boto", tags=[{"key": "team", "value": "ops"}])
until("keyspace", lambda: keyspaces.get_keyspace(keyspaceName="boto"))
check("keyspace members", sorted(set(keyspaces.get_keyspace(keyspaceName="boto")) - {"ResponseMetadata"}), ["keyspaceName", "replicationStrategy", "resourceArn"])
schema = {
    "allColumns": [{"name": "id", "type": "uuid"}, {"name": "at", "type": "timestamp"}, {"name": "total", "type": "decimal"}],
    "partitionKeys": [{"name": "id"}],
    "clusteringKeys": [{"name": "at", "orderBy": "DESC"}],
}
arn = keyspaces.create_table(keyspaceName="boto", tableName="orders", schemaDefinition=schema)["resourceArn"]
check("arn", arn.endswith(":/keyspace/boto/table/orders"), True)
active = lambda: keyspaces.get_table(keyspaceName="boto", tableName="orders")["status"] == "ACTIVE"
until("active", active)
table = keyspaces.get_table(keyspaceName="boto", tableName="orders")
check("mode", table["capacitySpecification"]["throughputMode"], "PAY_PER_REQUEST")
check("PITR", table["pointInTimeRecovery"]["status"], "DISABLED")
keyspaces.update_table(keyspaceName="boto", tableName="orders", pointInTimeRecovery={"status": "ENABLED"})
until("active", active)
keyspaces.update_table(keyspaceName="boto", tableName="orders", addColumns=[{"name": "note", "type": "text"}])
until("active", active)
check("columns", [column["name"] for column in keyspaces.get_table(keyspaceName="boto", tableName="orders")["schemaDefinition"]["allColumns"]], ["id", "at", "note", "total"])
keyspaces.tag_resource(resourceArn=arn, tags=[{"key": "env", "value": "test"}])
check("tags", keyspaces.list_tags_for_resource(resourceArn=arn)["tags"], [{"key": "env", "value": "test"}])
check("tables", [entry["tableName"] for entry in keyspaces.get_paginator("list_tables").paginate(keyspaceName="boto").build_full_result()["tables"]], ["orders"])
try:
    keyspaces.create_table(keyspaceName="boto", tableName="orders", schemaDefinition=schema)
    raise SystemExit("a second table of one name was accepted")
except keyspaces.exceptions.ConflictException as error:
    check("a second table of one name", type(error).__name__, "ConflictException")
try:
    keyspaces.get_table(keyspaceName="boto", tableName="nothing")
    raise SystemExit("an unknown table was found")
except keyspaces.exceptions.ResourceNotFoundException as error:
    check("an unknown table", type(error).__name__, "ResourceNotFoundException")
check("account", len(boto3.client("sts", **settings).get_caller_identity()["Account"]), 12)
watch = boto3.client("cloudwatch", **settings)
now = datetime.datetime.now(datetime.timezone.utc)
check("metrics can be listed", isinstance(watch.list_metrics(Namespace="AWS/Cassandra")["Metrics"], list), True)
answer = watch.get_metric_data(
    MetricDataQueries=[{
        "Id": "m1",
        "MetricStat": {
            "Metric": {"Namespace": "AWS/Cassandra", "MetricName": "ConsumedWriteCapacityUnits", "Dimensions": [{"Name": "Keyspace", "Value": "boto"}, {"Name": "TableName", "Value": "orders"}]},
            "Period": 60, "Stat": "Sum",
        },
    }],
    StartTime=now - datetime.timedelta(minutes=10), EndTime=now,
)
check("metric data", answer["MetricDataResults"][0]["StatusCode"], "Complete")
keyspaces.delete_table(keyspaceName="boto", tableName="orders")
until_gone(lambda: keyspaces.get_table(keyspaceName="boto", tableName="orders"))
keyspaces.delete_keyspace(keyspaceName="boto")
report("boto3")
