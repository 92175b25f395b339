// Real clients against the built `ks local start`: drivers and object mappers of four languages, cqlsh, boto3, AWS CLI.
// What cannot be installed is skipped and said so. `node scripts/conformance.mjs go java` runs only what is named.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsCliChecks } from '../test/conformance/aws-cli.mjs';
import { awsCliDay } from '../test/conformance/aws-cli-day.mjs';
import { goProgram, javaProgram, node, python } from '../test/conformance/environments.mjs';
import { report, run, skip } from '../test/conformance/outcomes.mjs';
import { startServer } from '../test/conformance/server.mjs';
import { shellChecks } from '../test/conformance/shell.mjs';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'ks-conformance-files-'));
const chosen = process.argv.slice(2);
const open = await startServer(root);
const locked = await startServer(root, { locked: true });
// other systems have 127.0.0.1 alone
const zoned = process.platform === 'linux' ? await startServer(root, { zones: 3 }) : undefined;
/** Everything comes from the open server, and the TLS port from the other. */
const env = { ...locked.env, ...open.env };
const passed = { env, expect: ['checks passed'] };
const throughZones = { ...passed, env: { ...env, ...zoned?.env, KS_ZONES: '3' } };
const script = (name) => join(root, 'test', 'conformance', name);
const servers = { open: open.env, locked: locked.env, folder };

const clients = {
  python() {
    const { bin, missing } = python('main');
    if (missing !== undefined) return skip('python-driver, cqlengine, boto3', missing);
    const check = (name, file, ...args) => run(name, join(bin, 'python'), [script(file), ...args], passed);
    check('python-driver', 'python_driver.py', env.KS_CQL_PORT);
    check('cqlengine', 'python_models.py');
    check('python-driver: TLS, password, SigV4', 'python_login.py');
    if (zoned === undefined) skip('python-driver: a zone fails', 'needs 127.0.0.2');
    else check('python-driver: a zone fails', 'python_zones.py', zoned.env.KS_CQL_PORT, zoned.env.KS_HTTP_PORT);
    check('boto3', 'boto3_control_plane.py', env.KS_HTTP_PORT);
    check("boto3: an operator's day", 'boto3_day.py', env.KS_HTTP_PORT);
    check('boto3: keyspacesstreams', 'boto3_streams.py');
    check('boto3: a consumer of a stream under load', 'boto3_consumer.py');
    check('boto3: CloudTrail, Application Auto Scaling, alarms, quotas', 'boto3_account.py', env.KS_HTTP_PORT);
  },
  scylla() {
    const { bin, missing } = python('scylla');
    if (missing !== undefined) return skip('scylla-driver, acsylla', missing);
    const check = (name, file) => run(name, join(bin, 'python'), [script(file), env.KS_CQL_PORT], passed);
    check('scylla-driver', 'python_driver.py');
    check('acsylla, of the C++ driver: TCP, TLS, password', 'acsylla_driver.py');
  },
  cqlsh() {
    const { bin, missing } = python('main');
    if (missing !== undefined) return skip('cqlsh', missing);
    shellChecks('cqlsh', join(bin, 'cqlsh'), { ...servers, describing: false });
  },
  expansion() {
    const { bin, missing } = python('expansion');
    if (missing !== undefined) return skip('cqlsh-expansion', missing);
    shellChecks('cqlsh-expansion', join(bin, 'cqlsh-expansion'), { ...servers, describing: true });
  },
  awscli() {
    const { bin, missing } = python('main');
    if (missing !== undefined) skip('AWS CLI 1', missing);
    else {
      awsCliChecks('awscli1', join(bin, 'aws'), env.KS_HTTP_PORT);
      awsCliDay('awscli1', join(bin, 'aws'), env.KS_HTTP_PORT, true);
    }
    if (existsSync('/usr/bin/aws')) {
      awsCliChecks('awscli2', '/usr/bin/aws', env.KS_HTTP_PORT);
      awsCliDay('awscli2', '/usr/bin/aws', env.KS_HTTP_PORT, false);
    } else skip('AWS CLI 2', 'not installed at /usr/bin/aws');
  },
  node() {
    const { folder: packages, missing } = node();
    if (missing !== undefined) return skip('node driver, Mapper, express-cassandra', missing);
    const options = { ...passed, env: { ...env, KS_PACKAGES: packages } };
    run('node driver, Mapper, express-cassandra, TLS, SigV4', process.execPath, [script('node_clients.mjs')], options);
  },
  go() {
    for (const version of [1, 2]) {
      const { program, missing } = goProgram(version);
      const name = `gocql ${version}${version === 1 ? ', gocqlx' : ''}`;
      if (missing !== undefined) {
        skip(name, missing);
        continue;
      }
      run(name, program, [], passed);
      if (zoned !== undefined) run(`${name}: three zones, one of which fails`, program, [], throughZones);
    }
  },
  java() {
    const { classPath, missing } = javaProgram();
    if (missing !== undefined) return skip('java-driver, its object mapper', missing);
    run('java-driver, its object mapper', 'java', ['-cp', classPath, 'ks.Main'], passed);
    if (zoned !== undefined)
      run('java-driver: three zones, one of which fails', 'java', ['-cp', classPath, 'ks.Main'], throughZones);
  },
};

try {
  for (const [name, check] of Object.entries(clients)) if (chosen.length === 0 || chosen.includes(name)) check();
} finally {
  await open.stop();
  await locked.stop();
  await zoned?.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report() ? 0 : 1;
