"""boto3, unmodified, against the services around Keyspaces: CloudTrail, Application Auto Scaling, alarms, quotas. Usage: boto3_account.py HTTP_PORT"""
import json
import sys

import boto3

from checks import aws_settings, check, report, until

settings = aws_settings(sys.argv[1])
keyspaces = boto3.client("keyspaces", **settings)
trail = boto3.client("cloudtrail", **settings)
scaling = boto3.client("application-autoscaling", **settings)
watch = boto3.client("cloudwatch", **settings)
quotas = boto3.client("service-quotas", **settings)


def refused(what, error, ask):
    try:
        ask()
    except error:
        check(what, True, True)
    else:
        raise SystemExit(f"{what}: not refused")


def status():
    try:
        return keyspaces.get_table(keyspaceName="account", tableName="t")["status"]
    except keyspaces.exceptions.ResourceNotFoundException:
        return "absent"


def made():
    try:
        keyspaces.create_table(
            keyspaceName="account",
            tableName="t",
            schemaDefinition={"allColumns": [{"name": "id", "type": "int"}], "partitionKeys": [{"name": "id"}]},
            capacitySpecification={"throughputMode": "PROVISIONED", "readCapacityUnits": 5, "writeCapacityUnits": 5},
        )
    except keyspaces.exceptions.ResourceNotFoundException:
        return False
    return True


keyspaces.create_keyspace(keyspaceName="account")
until("made", made)
until("active", lambda: status() == "ACTIVE")

target = dict(
    ServiceNamespace="cassandra",
    ResourceId="keyspace/account/table/t",
    ScalableDimension="cassandra:table:WriteCapacityUnits",
)
missing = scaling.exceptions.ObjectNotFoundException
refused("deregistering nothing", missing, lambda: scaling.deregister_scalable_target(**target))
scaling.register_scalable_target(**target, MinCapacity=5, MaxCapacity=50)
put = scaling.put_scaling_policy(
    **target,
    PolicyName="writes",
    PolicyType="TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration={
        "TargetValue": 70.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "CassandraWriteCapacityUtilization"},
    },
)
check("alarms of a policy", len(put["Alarms"]), 2)
side = keyspaces.get_table_auto_scaling_settings(keyspaceName="account", tableName="t")
side = side["autoScalingSpecification"]["writeCapacityAutoScaling"]
check("settings of the table", (side["minimumUnits"], side["maximumUnits"]), (5, 50))
names = [alarm["AlarmName"] for alarm in put["Alarms"]]
found = watch.describe_alarms(AlarmNames=names)["MetricAlarms"]
check("alarms shown", sorted(alarm["AlarmName"] for alarm in found), sorted(names))

watch.put_metric_alarm(
    AlarmName="account-units",
    Namespace="AWS/Cassandra",
    MetricName="AccountProvisionedWriteCapacityUtilization",
    Statistic="Maximum",
    Period=300,
    EvaluationPeriods=1,
    Threshold=80.0,
    ComparisonOperator="GreaterThanThreshold",
)
watch.set_alarm_state(AlarmName="account-units", StateValue="ALARM", StateReason="a drill")
firing = watch.describe_alarms(StateValue="ALARM", AlarmNamePrefix="account-")["MetricAlarms"]
check("set by hand", [alarm["StateReason"] for alarm in firing], ["a drill"])
watch.delete_alarms(AlarmNames=["account-units"])
check("deleted", watch.describe_alarms(AlarmNames=["account-units"])["MetricAlarms"], [])

by_name = [{"AttributeKey": "EventName", "AttributeValue": "CreateTable"}]
event = trail.lookup_events(LookupAttributes=by_name)["Events"][0]
record = json.loads(event["CloudTrailEvent"])
check("who", event["Username"], "AKIDEXAMPLE")
check("what", record["requestParameters"]["tableName"], "t")
pages = list(trail.get_paginator("lookup_events").paginate(PaginationConfig={"PageSize": 2}))
events = [event for page in pages for event in page["Events"]]
check("each event once", len({event["EventId"] for event in events}), len(events))
check("more than a page", len(events) > 2, True)
times = [event["EventTime"] for event in events]
check("newest first", times, sorted(times, reverse=True))
refused(
    "an end before the start",
    trail.exceptions.InvalidTimeRangeException,
    lambda: trail.lookup_events(StartTime=1000, EndTime=900),
)

found = quotas.list_service_quotas(ServiceCode="cassandra")["Quotas"]
check("tables of a Region", [quota["Value"] for quota in found if quota["QuotaCode"] == "L-BF48748A"], [256.0])
refused(
    "an unknown quota",
    quotas.exceptions.NoSuchResourceException,
    lambda: quotas.get_service_quota(ServiceCode="cassandra", QuotaCode="L-1"),
)

scaling.deregister_scalable_target(**target)
check("gone", scaling.describe_scalable_targets(ServiceNamespace="cassandra")["ScalableTargets"], [])
keyspaces.delete_table(keyspaceName="account", tableName="t")
until("gone", lambda: status() == "absent")
keyspaces.delete_keyspace(keyspaceName="account")
report("boto3 account services")
