"""An operator's day with boto3: create, alter, switch modes, scale, restore, tag, delete, and read metrics, alarms, dashboards and
events of it. Usage: boto3_day.py HTTP_PORT"""
import datetime
import json
import sys

import boto3

from checks import aws_settings, check, report, until, until_gone

settings = aws_settings(sys.argv[1])
keyspaces = boto3.client("keyspaces", **settings)
scaling = boto3.client("application-autoscaling", **settings)
watch = boto3.client("cloudwatch", **settings)
trail = boto3.client("cloudtrail", **settings)
quotas = boto3.client("service-quotas", **settings)
at = dict(keyspaceName="day", tableName="orders")


def refused(what, error, call):
    try:
        call()
    except Exception as caught:
        check(f"{what} ({caught})", type(caught).__name__, error)
        return
    raise SystemExit(f"{what} was accepted")


def table(name="orders"):
    return keyspaces.get_table(keyspaceName="day", tableName=name)


def update(**change):
    keyspaces.update_table(**at, **change)
    until("ACTIVE", lambda: table()["status"] == "ACTIVE")
    return table()


# the morning: a keyspace, a type, a table
keyspaces.create_keyspace(keyspaceName="day", tags=[{"key": "team", "value": "orders"}])
until("keyspace", lambda: keyspaces.get_keyspace(keyspaceName="day"))
keyspaces.create_type(keyspaceName="day", typeName="address", fieldDefinitions=[{"name": "city", "type": "text"}])
until("type", lambda: keyspaces.get_type(keyspaceName="day", typeName="address")["status"] == "ACTIVE")
arn = keyspaces.create_table(
    **at,
    schemaDefinition={
        "allColumns": [
            {"name": "id", "type": "uuid"},
            {"name": "at", "type": "timestamp"},
            {"name": "total", "type": "decimal"},
            {"name": "home", "type": "frozen<address>"},
        ],
        "partitionKeys": [{"name": "id"}],
        "clusteringKeys": [{"name": "at", "orderBy": "DESC"}],
    },
    comment={"message": "one row an order"},
    tags=[{"key": "env", "value": "test"}],
)["resourceArn"]
refused("a second table of the name", "ConflictException", lambda: keyspaces.create_table(
    **at, schemaDefinition={"allColumns": [{"name": "id", "type": "int"}], "partitionKeys": [{"name": "id"}]}
))
until("ACTIVE", lambda: table()["status"] == "ACTIVE")
check("comment", table()["comment"]["message"], "one row an order")
check("type in use", keyspaces.get_type(keyspaceName="day", typeName="address")["directReferringTables"], ["orders"])
refused("a type in use", "ConflictException", lambda: keyspaces.delete_type(keyspaceName="day", typeName="address"))

# it is altered, one setting after the other
columns = update(addColumns=[{"name": "note", "type": "text"}])["schemaDefinition"]["allColumns"]
check("columns", [column["name"] for column in columns], ["id", "at", "home", "note", "total"])
check("PITR", update(pointInTimeRecovery={"status": "ENABLED"})["pointInTimeRecovery"]["status"], "ENABLED")
check("TTL", update(ttl={"status": "ENABLED"})["ttl"]["status"], "ENABLED")
check("default TTL", update(defaultTimeToLive=86400)["defaultTimeToLive"], 86400)
check("timestamps", update(clientSideTimestamps={"status": "ENABLED"})["clientSideTimestamps"]["status"], "ENABLED")
key = "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
encrypted = update(encryptionSpecification={"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyIdentifier": key})
check("encryption", encrypted["encryptionSpecification"]["kmsKeyIdentifier"], key)
check("own key again", update(encryptionSpecification={"type": "AWS_OWNED_KMS_KEY"})["encryptionSpecification"], {"type": "AWS_OWNED_KMS_KEY"})
check("stream", update(cdcSpecification={"status": "ENABLED", "viewType": "NEW_IMAGE"})["cdcSpecification"]["viewType"], "NEW_IMAGE")
refused("two settings at once", "ValidationException", lambda: keyspaces.update_table(**at, defaultTimeToLive=1, ttl={"status": "ENABLED"}))

# capacity: provisioned, scaled by hand and by itself, back on demand
units = lambda read, write: {"throughputMode": "PROVISIONED", "readCapacityUnits": read, "writeCapacityUnits": write}
check("provisioned", update(capacitySpecification=units(20, 10))["capacitySpecification"]["writeCapacityUnits"], 10)
check("scaled up", update(capacitySpecification=units(200, 100))["capacitySpecification"]["readCapacityUnits"], 200)
check("scaled down", update(capacitySpecification=units(50, 50))["capacitySpecification"]["readCapacityUnits"], 50)
side = {"minimumUnits": 50, "maximumUnits": 500, "scalingPolicy": {"targetTrackingScalingPolicyConfiguration": {"targetValue": 70}}}
update(autoScalingSpecification={"writeCapacityAutoScaling": side})
shown = keyspaces.get_table_auto_scaling_settings(**at)["autoScalingSpecification"]["writeCapacityAutoScaling"]
check("auto scaling", (shown["minimumUnits"], shown["maximumUnits"]), (50, 500))
targets = scaling.describe_scalable_targets(ServiceNamespace="cassandra", ResourceIds=["keyspace/day/table/orders"])
check("scalable target", targets["ScalableTargets"][0]["MaxCapacity"], 500)
refused("on demand while it scales", "ValidationException", lambda: keyspaces.update_table(**at, capacitySpecification={"throughputMode": "PAY_PER_REQUEST"}))
update(autoScalingSpecification={"writeCapacityAutoScaling": {"autoScalingDisabled": True}})
refused("back within 24 hours of its creation", "ValidationException", lambda: keyspaces.update_table(**at, capacitySpecification={"throughputMode": "PAY_PER_REQUEST"}))
check("warm", update(warmThroughputSpecification={"readUnitsPerSecond": 15000})["warmThroughputSpecification"]["readUnitsPerSecond"], 15000)

# noon: a restore beside it
refused("a restore from before", "ValidationException", lambda: keyspaces.restore_table(
    sourceKeyspaceName="day", sourceTableName="orders", targetKeyspaceName="day", targetTableName="copy",
    restoreTimestamp=datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc),
))
copy = keyspaces.restore_table(
    sourceKeyspaceName="day", sourceTableName="orders", targetKeyspaceName="day", targetTableName="copy",
    capacitySpecificationOverride={"throughputMode": "PAY_PER_REQUEST"}, tagsOverride=[{"key": "of", "value": "orders"}],
)["restoredTableARN"]
until("restored", lambda: table("copy")["status"] == "ACTIVE")
check("override", table("copy")["capacitySpecification"]["throughputMode"], "PAY_PER_REQUEST")
check("tags of the copy", keyspaces.list_tags_for_resource(resourceArn=copy)["tags"], [{"key": "of", "value": "orders"}])

# tags
keyspaces.tag_resource(resourceArn=arn, tags=[{"key": "env", "value": "prod"}, {"key": "cost", "value": "42"}])
keyspaces.untag_resource(resourceArn=arn, tags=[{"key": "cost", "value": "42"}])
check("tags", keyspaces.list_tags_for_resource(resourceArn=arn)["tags"], [{"key": "env", "value": "prod"}])

# the afternoon: what is to be seen
metric = dict(Namespace="AWS/Cassandra", MetricName="ProvisionedWriteCapacityUnits", Dimensions=[{"Name": "Keyspace", "Value": "day"}, {"Name": "TableName", "Value": "orders"}])
now = datetime.datetime.now(datetime.timezone.utc)
hour = dict(StartTime=now - datetime.timedelta(hours=1), EndTime=now + datetime.timedelta(minutes=5))
until("metrics", lambda: watch.list_metrics(**metric)["Metrics"])
points = watch.get_metric_statistics(**metric, **hour, Period=60, Statistics=["Maximum"], Unit="Count")["Datapoints"]
check("statistics", points[-1]["Maximum"] in (10, 50, 100, 200), True)
queries = [
    {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}, "Label": "units ${LAST}"},
    {"Id": "e", "Expression": "m * 2", "Label": "twice"},
]
results = watch.get_metric_data(MetricDataQueries=queries, **hour, MaxDatapoints=100)["MetricDataResults"]
check("metric math", results[1]["Values"], [value * 2 for value in results[0]["Values"]])
check("label", results[0]["Label"].startswith("units "), True)
alarm = dict(metric, AlarmName="day-units", Statistic="Maximum", Period=60, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold")
watch.put_metric_alarm(**alarm, Tags=[{"Key": "team", "Value": "orders"}])
watch.set_alarm_state(AlarmName="day-units", StateValue="ALARM", StateReason="a drill")
watch.disable_alarm_actions(AlarmNames=["day-units"])
found = watch.describe_alarms_for_metric(**metric)["MetricAlarms"][0]
check("alarm", (found["AlarmName"], found["ActionsEnabled"]), ("day-units", False))
check("alarm tags", watch.list_tags_for_resource(ResourceARN=found["AlarmArn"])["Tags"], [{"Key": "team", "Value": "orders"}])
check("history", len(watch.describe_alarm_history(AlarmName="day-units")["AlarmHistoryItems"]) >= 2, True)
body = json.dumps({"widgets": [{"type": "metric", "properties": {"metrics": [["AWS/Cassandra", "UserErrors"]], "region": "us-east-1"}}]})
check("dashboard", watch.put_dashboard(DashboardName="day", DashboardBody=body).get("DashboardValidationMessages", []), [])
check("its body", watch.get_dashboard(DashboardName="day")["DashboardBody"], body)
refused("a bad dashboard", "DashboardInvalidInputError", lambda: watch.put_dashboard(DashboardName="day", DashboardBody="{}"))
watch.delete_dashboards(DashboardNames=["day"])
check("no dashboard", watch.list_dashboards(DashboardNamePrefix="day").get("DashboardEntries", []), [])
watch.delete_alarms(AlarmNames=["day-units"])
check("tables of a Region", quotas.get_service_quota(ServiceCode="cassandra", QuotaCode="L-BF48748A")["Quota"]["Value"], 256.0)

# the evening: everything goes, and the log tells of it
keyspaces.delete_table(keyspaceName="day", tableName="copy")
keyspaces.delete_table(**at)
until_gone(lambda: table())
until_gone(lambda: table("copy"))
keyspaces.delete_type(keyspaceName="day", typeName="address")
until_gone(lambda: keyspaces.get_type(keyspaceName="day", typeName="address"))
keyspaces.delete_keyspace(keyspaceName="day")
until_gone(lambda: keyspaces.get_keyspace(keyspaceName="day"))
events = trail.get_paginator("lookup_events").paginate(StartTime=now - datetime.timedelta(hours=1)).build_full_result()["Events"]
mine = [event["EventName"] for event in events if json.loads(event["CloudTrailEvent"])["requestParameters"].get("keyspaceName") == "day"]
for name in ("CreateKeyspace", "CreateTable", "AlterTable", "CreateUdt", "DropUdt", "RestoreTable", "DropTable", "DropKeyspace"):
    check(f"event {name}", name in mine, True)
report("boto3 day")
