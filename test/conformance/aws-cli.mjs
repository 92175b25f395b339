// The AWS CLI, versions 1 and 2, against the HTTP port: keyspaces, tables, tags, metrics, identity.
import { pause, run } from './outcomes.mjs';

export function awsCliChecks(name, command, httpPort) {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  };
  const endpoint = `http://127.0.0.1:${httpPort}`;
  const aws = (what, args, expect) =>
    run(`${name}: ${what}`, command, [...args, '--endpoint-url', endpoint, '--output', 'json'], { expect, env });
  const keyspace = name.replace(/\W/g, '');
  const table = ['--keyspace-name', keyspace, '--table-name', 't1'];
  const schema = 'allColumns=[{name=id,type=int},{name=v,type=text}],partitionKeys=[{name=id}]';
  aws('create-keyspace', ['keyspaces', 'create-keyspace', '--keyspace-name', keyspace], [`/keyspace/${keyspace}/`]);
  pause();
  aws('list-keyspaces', ['keyspaces', 'list-keyspaces'], [keyspace, 'system_schema_mcs']);
  aws('create-table', ['keyspaces', 'create-table', ...table, '--schema-definition', schema], ['/table/t1']);
  pause();
  aws('get-table', ['keyspaces', 'get-table', ...table], ['"ACTIVE"', 'PAY_PER_REQUEST']);
  aws(
    'update-table',
    ['keyspaces', 'update-table', ...table, '--point-in-time-recovery', 'status=ENABLED'],
    ['resourceArn'],
  );
  pause();
  const described = aws(
    'get-table after update',
    ['keyspaces', 'get-table', ...table],
    ['earliestRestorableTimestamp'],
  );
  const arn = /"resourceArn": "([^"]+)"/.exec(described)?.[1] ?? '';
  aws('tag-resource', ['keyspaces', 'tag-resource', '--resource-arn', arn, '--tags', 'key=a,value=b'], []);
  aws('list-tags', ['keyspaces', 'list-tags-for-resource', '--resource-arn', arn], ['"a"']);
  aws('list-metrics', ['cloudwatch', 'list-metrics', '--namespace', 'AWS/Cassandra'], ['Metrics']);
  const times = [
    '--start-time',
    '2026-01-01T00:00:00Z',
    '--end-time',
    '2026-01-01T01:00:00Z',
    '--period',
    '60',
    '--statistics',
    'Sum',
  ];
  aws(
    'get-metric-statistics',
    ['cloudwatch', 'get-metric-statistics', '--namespace', 'AWS/Cassandra', '--metric-name', 'UserErrors', ...times],
    ['Datapoints'],
  );
  aws('get-caller-identity', ['sts', 'get-caller-identity'], ['Account']);
  aws('delete-table', ['keyspaces', 'delete-table', ...table], []);
  pause();
  aws('delete-keyspace', ['keyspaces', 'delete-keyspace', '--keyspace-name', keyspace], []);
}
