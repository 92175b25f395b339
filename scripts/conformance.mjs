// Real clients of other languages against the built `ks local start`: python-driver, cqlsh, cqlsh-expansion, boto3, AWS CLI.
// Each client's environment is made once in the user's cache directory; what cannot be made is skipped and said so.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ks', 'conformance');
const environments = {
  main: ['cassandra-driver==3.30.0', 'cqlsh==6.2.2', 'boto3==1.43.11', 'awscli==1.46.*'],
  expansion: ['cqlsh-expansion==0.9.6'],
};
const outcomes = [];

/** The bin directory of a Python environment with these packages, or why there is none. */
function python(name) {
  const folder = join(cache, name);
  const marker = join(folder, 'bin', 'pip');
  if (existsSync(join(folder, 'ready'))) return { bin: join(folder, 'bin') };
  mkdirSync(cache, { recursive: true });
  const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' });
  if (made.status !== 0) return { missing: `no Python environment: ${made.stderr || made.error}` };
  const packages = environments[name].map((wanted) => (wanted.startsWith('boto3') ? 'boto3' : wanted));
  const installed = spawnSync(marker, ['-q', 'install', ...packages], { encoding: 'utf8' });
  if (installed.status !== 0) return { missing: `pip could not install ${packages.join(' ')}: ${installed.stderr}` };
  mkdirSync(join(folder, 'ready'));
  return { bin: join(folder, 'bin') };
}

/** Starts a server on free ports and resolves with them. */
function startServer(extra = []) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ks-conformance-'));
  const args = [
    'local',
    'start',
    '--foreground',
    '--json',
    '--data-dir',
    dataDir,
    '--cql-port',
    '0',
    '--http-port',
    '0',
  ];
  const child = spawn(join(root, 'bin', 'ks'), [...args, ...extra], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      text += chunk;
      let ready;
      try {
        ready = JSON.parse(text);
      } catch {
        return;
      }
      const stop = async () => {
        child.removeAllListeners('exit');
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await ended;
        rmSync(dataDir, { recursive: true, force: true });
      };
      resolve({ cql: ready.cqlPort, http: ready.httpPort, stop });
    });
  });
}

function run(name, command, args, { input, expect = [], env = {} } = {}) {
  try {
    const output = execFileSync(command, args, {
      encoding: 'utf8',
      input,
      timeout: 120_000,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const absent = expect.filter((wanted) => !output.includes(wanted));
    outcomes.push(
      absent.length === 0
        ? { name, passed: true, output }
        : { name, passed: false, output: `${output}\nmissing: ${absent.join(' | ')}` },
    );
    return output;
  } catch (error) {
    outcomes.push({ name, passed: false, output: `${error.stdout ?? ''}${error.stderr ?? ''}${error.message}` });
    return '';
  }
}

const cqlScript = `CONSISTENCY LOCAL_QUORUM
CREATE KEYSPACE IF NOT EXISTS sh WITH REPLICATION = {'class': 'SingleRegionStrategy'};
`;
const tableScript =
  'CONSISTENCY LOCAL_QUORUM\nCREATE TABLE IF NOT EXISTS sh.notes (id int, at int, body text, PRIMARY KEY (id, at));\n';
const rowsScript = `CONSISTENCY LOCAL_QUORUM
INSERT INTO sh.notes (id, at, body) VALUES (1, 1, 'first');
INSERT INTO sh.notes (id, at, body) VALUES (1, 2, 'second');
PAGING 1
SELECT id, at, body FROM sh.notes WHERE id = 1;
`;
const pause = () => spawnSync('sleep', ['3']);

function shell(name, command, server, describes) {
  const at = ['127.0.0.1', String(server.cql)];
  run(`${name}: create keyspace`, command, at, { input: cqlScript });
  pause();
  run(`${name}: create table`, command, at, { input: tableScript });
  pause();
  run(`${name}: insert, select, page`, command, at, { input: rowsScript, expect: ['first', 'second', '(2 rows)'] });
  if (describes)
    run(`${name}: DESCRIBE`, command, at, {
      input: 'DESCRIBE TABLE sh.notes;\n',
      expect: ['CREATE TABLE sh.notes', 'PRIMARY KEY (id, at)'],
    });
}

function awsCli(name, command, server) {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  };
  const endpoint = `http://127.0.0.1:${server.http}`;
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

const server = await startServer();
const main = python('main');
const skipped = [];
if (main.bin) {
  run(
    'python-driver',
    join(main.bin, 'python'),
    [join(root, 'test/conformance/python_driver.py'), String(server.cql)],
    { expect: ['checks passed'] },
  );
  run('boto3', join(main.bin, 'python'), [join(root, 'test/conformance/boto3_control_plane.py'), String(server.http)], {
    expect: ['checks passed'],
  });
  shell('cqlsh', join(main.bin, 'cqlsh'), server, false);
  awsCli('awscli1', join(main.bin, 'aws'), server);
} else skipped.push(`python-driver, boto3, cqlsh, AWS CLI 1: ${main.missing}`);
const expansion = python('expansion');
if (expansion.bin) shell('cqlsh-expansion', join(expansion.bin, 'cqlsh-expansion'), server, true);
else skipped.push(`cqlsh-expansion: ${expansion.missing}`);
if (existsSync('/usr/bin/aws')) awsCli('awscli2', '/usr/bin/aws', server);
else skipped.push('AWS CLI 2: not installed at /usr/bin/aws');
await server.stop();

for (const { name, passed, output } of outcomes) {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
  if (!passed) console.log(output.replace(/^/gm, '     | '));
}
for (const reason of skipped) console.log(`skip ${reason}`);
const failed = outcomes.filter(({ passed }) => !passed).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
