// An operator's day with the AWS CLI: a table is made, altered, switched, scaled, restored, tagged and deleted, and its metrics,
// alarms, dashboards and events are read. Older versions know no auto scaling settings, types and streams: `modern` says so.
import { pause, run } from './outcomes.mjs';

export function awsCliDay(name, command, httpPort, modern) {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  };
  const aws = (service, operation, args, expect = [], tries = 1) =>
    run(
      `${name}'s day: ${operation}`,
      command,
      [service, operation, ...args, '--endpoint-url', `http://127.0.0.1:${httpPort}`, '--output', 'json'],
      { expect, env, tries },
    );
  const keyspace = `${name.replace(/\W/g, '')}day`;
  const at = ['--keyspace-name', keyspace, '--table-name', 'orders'];
  const settled = (args, expect) => {
    aws('keyspaces', 'update-table', [...at, ...args], ['resourceArn']);
    pause(4);
    return aws('keyspaces', 'get-table', at, ['"ACTIVE"', ...expect]);
  };

  aws(
    'keyspaces',
    'create-keyspace',
    ['--keyspace-name', keyspace, '--tags', 'key=team,value=orders'],
    ['resourceArn'],
  );
  pause(4);
  const schema = {
    allColumns: [
      { name: 'id', type: 'int' },
      { name: 'at', type: 'timestamp' },
      { name: 'v', type: 'text' },
    ],
    partitionKeys: [{ name: 'id' }],
    clusteringKeys: [{ name: 'at', orderBy: 'DESC' }],
  };
  const units = (read, write) => `throughputMode=PROVISIONED,readCapacityUnits=${read},writeCapacityUnits=${write}`;
  const made = ['--schema-definition', JSON.stringify(schema), '--comment', 'message=orders'];
  aws('keyspaces', 'create-table', [...at, ...made, '--capacity-specification', units(10, 10)], ['/table/orders']);
  pause(4);
  const described = aws('keyspaces', 'get-table', at, ['"ACTIVE"', '"writeCapacityUnits": 10', '"orders"']);
  const arn = /"resourceArn": "([^"]+)"/.exec(described)?.[1] ?? '';

  settled(['--add-columns', 'name=note,type=text'], ['"note"']);
  settled(['--point-in-time-recovery', 'status=ENABLED'], ['earliestRestorableTimestamp']);
  settled(['--ttl', 'status=ENABLED'], ['"ttl"']);
  settled(['--default-time-to-live', '86400'], ['86400']);
  settled(['--capacity-specification', units(200, 100)], ['"readCapacityUnits": 200']);
  settled(['--capacity-specification', 'throughputMode=PAY_PER_REQUEST'], ['PAY_PER_REQUEST']);
  if (modern) {
    settled(['--client-side-timestamps', 'status=ENABLED'], ['clientSideTimestamps']);
    settled(['--cdc-specification', 'status=ENABLED,viewType=NEW_IMAGE'], ['latestStreamArn']);
    const streams = ['--keyspace-name', keyspace, '--table-name', 'orders'];
    aws('keyspacesstreams', 'list-streams', streams, ['streamArn']);
    const type = ['--keyspace-name', keyspace, '--type-name', 'address'];
    aws('keyspaces', 'create-type', [...type, '--field-definitions', 'name=city,type=text'], ['"address"']);
    pause(4);
    aws('keyspaces', 'get-type', type, ['"ACTIVE"', '"city"']);
    aws('keyspaces', 'delete-type', type, ['keyspaceArn']);
    aws('keyspaces', 'get-table-auto-scaling-settings', at, ['autoScalingDisabled']);
  }

  const from = ['--source-keyspace-name', keyspace, '--source-table-name', 'orders'];
  const to = ['--target-keyspace-name', keyspace, '--target-table-name', 'copy'];
  aws('keyspaces', 'restore-table', [...from, ...to], ['restoredTableARN']);
  pause(8);
  aws('keyspaces', 'get-table', ['--keyspace-name', keyspace, '--table-name', 'copy'], ['"note"']);
  aws('keyspaces', 'tag-resource', ['--resource-arn', arn, '--tags', 'key=env,value=prod', 'key=cost,value=42']);
  aws('keyspaces', 'untag-resource', ['--resource-arn', arn, '--tags', 'key=cost,value=42']);
  aws('keyspaces', 'list-tags-for-resource', ['--resource-arn', arn], ['"prod"']);

  const dimensions = [`Name=Keyspace,Value=${keyspace}`, 'Name=TableName,Value=orders'];
  const metric = ['--namespace', 'AWS/Cassandra', '--metric-name', 'BillableTableSizeInBytes'];
  // a table is listed when its first minute is over
  aws('cloudwatch', 'list-metrics', [...metric, '--dimensions', ...dimensions], ['BillableTableSizeInBytes'], 40);
  const alarm = ['--alarm-name', keyspace, ...metric, '--dimensions', ...dimensions, '--statistic', 'Maximum'];
  const judged = ['--period', '60', '--evaluation-periods', '1', '--threshold', '1'];
  const operator = ['--comparison-operator', 'GreaterThanThreshold'];
  aws('cloudwatch', 'put-metric-alarm', [...alarm, ...judged, ...operator]);
  const drill = ['--alarm-name', keyspace, '--state-value', 'ALARM', '--state-reason', 'a drill'];
  aws('cloudwatch', 'set-alarm-state', drill);
  aws('cloudwatch', 'disable-alarm-actions', ['--alarm-names', keyspace]);
  aws('cloudwatch', 'describe-alarms', ['--alarm-names', keyspace], ['"ActionsEnabled": false', keyspace]);
  aws('cloudwatch', 'describe-alarm-history', ['--alarm-name', keyspace], ['ConfigurationUpdate']);
  aws('cloudwatch', 'delete-alarms', ['--alarm-names', keyspace]);
  const widgets = '{"widgets":[{"type":"text","properties":{"markdown":"orders"}}]}';
  aws('cloudwatch', 'put-dashboard', ['--dashboard-name', keyspace, '--dashboard-body', widgets]);
  aws('cloudwatch', 'get-dashboard', ['--dashboard-name', keyspace], ['markdown']);
  aws('cloudwatch', 'list-dashboards', ['--dashboard-name-prefix', keyspace], [keyspace]);
  aws('cloudwatch', 'delete-dashboards', ['--dashboard-names', keyspace]);
  const quota = ['--service-code', 'cassandra', '--quota-code', 'L-BF48748A'];
  aws('service-quotas', 'get-service-quota', quota, ['256']);

  aws('keyspaces', 'delete-table', ['--keyspace-name', keyspace, '--table-name', 'copy']);
  aws('keyspaces', 'delete-table', at);
  pause(8);
  aws('keyspaces', 'delete-keyspace', ['--keyspace-name', keyspace]);
  const named = ['--lookup-attributes', 'AttributeKey=EventName,AttributeValue=RestoreTable'];
  aws('cloudtrail', 'lookup-events', named, [keyspace]);
}
