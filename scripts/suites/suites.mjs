// The suites: where their files are, how each is run against a port, how its results are read, and why what fails does.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cqlpyKnown, gocqlKnown, nodeDriverKnown, pythonDriverKnown } from './known.mjs';

const cqlpyFiles = [
  ...['functions/cast_fcts_test'],
  ...['frozen_collections', 'tuple_type', 'timestamp', 'static_columns', 'timeuuid', 'type', 'date_type'].map(
    (name) => `validation/entities/${name}_test`,
  ),
  ...[
    ...['alter', 'batch', 'insert', 'insert_update_if_condition_statics', 'select_single_column_relation', 'update'],
    ...['select_limit', 'drop', 'use'],
  ].map((name) => `validation/operations/${name}_test`),
].map((name) => `cassandra_tests/${name}.py`);
const cqlpyTop = [
  ...['json', 'keyspace', 'native_functions', 'filtering', 'empty', 'frozen_collection', 'type_date', 'counter'],
  ...['validation', 'batch', 'limit', 'type_string', 'type_uuid', 'cast_data', 'scan', 'use', 'bad_grammar'],
  ...['clustering_order', 'paging', 'type_decimal'],
].map((name) => `test_${name}.py`);

const pytest = ({ python, scratch, args, env, folder, only }) => ({
  program: python,
  args: [
    ...['-m', 'pytest', '-q', '-c', join(scratch, 'pytest.ini'), '--rootdir', folder, '-p', 'no:cacheprovider'],
    ...[`--junitxml=${join(scratch, 'results.xml')}`, ...(only === undefined ? [] : ['-k', only]), ...args],
  ],
  cwd: folder,
  env: { PYTHONDONTWRITEBYTECODE: '1', ...env },
  files: { 'pytest.ini': '[pytest]\npython_files = test_*.py *_test.py\n' },
  read: readJunit,
});

export const suites = {
  cqlpy: {
    proof: 'test/cqlpy/conftest.py',
    known: cqlpyKnown,
    command: ({ folder, scratch, port, python, only }) =>
      pytest({
        python,
        scratch,
        folder,
        only,
        args: [
          '--runxfail',
          ...[...cqlpyFiles, ...cqlpyTop].map((name) => join('test', 'cqlpy', name)),
          ...['--host', '127.0.0.1', '--port', String(port)],
        ],
        env: { NODETOOL: 'true' },
      }),
  },

  'python-driver': {
    proof: 'tests/integration/standard/test_query.py',
    // the suite knows no other
    port: 9042,
    known: pythonDriverKnown,
    command: ({ folder, scratch, python, only }) => {
      const command = pytest({
        python,
        scratch,
        folder,
        only,
        args: [
          ...['query', 'query_paging', 'row_factories', 'concurrent', 'metadata'].map(
            (name) => `standard/test_${name}.py`,
          ),
          ...['ttl', 'timestamp', 'lwt_conditional', 'ifexists', 'ifnotexists', 'batch_query'].map(
            (name) => `cqlengine/test_${name}.py`,
          ),
          'cqlengine/model',
        ].map((name) => join('tests', 'integration', name)),
        env: {
          USE_CASS_EXTERNAL: '1',
          CASSANDRA_VERSION: '3.11.19',
          CLUSTER_IP: '127.0.0.1',
          PYTHONPATH: scratch,
        },
      });
      return { ...command, files: { ...command.files, ...standInForCcm } };
    },
  },

  'node-driver': {
    proof: 'test/integration/short/client-execute-tests.js',
    port: 9042,
    known: nodeDriverKnown,
    command: ({ folder, scratch, only }) => ({
      program: process.execPath,
      args: [
        ...[join('node_modules', 'mocha', 'bin', 'mocha.js'), '--file', join(scratch, 'preload.cjs'), '--exit'],
        ...['-t', '8000', '-R', 'json', ...(only === undefined ? [] : ['-g', only])],
        ...['client-execute-tests.js', 'client-each-row-tests.js', 'concurrent'].map(shortTest),
        ...['connection-tests.js', 'metadata-tests.js'].map(shortTest),
      ],
      cwd: folder,
      env: { CCM_VERSION: '3.11.19', SUITE_FOLDER: folder },
      files: { 'preload.cjs': nodePreload },
      read: readMocha,
    }),
  },

  gocql: {
    proof: 'integration_test.go',
    port: 9042,
    known: gocqlKnown,
    command: ({ folder, only }) => ({
      program: 'go',
      args: [
        ...['test', '-tags', 'integration', '-json', ...(only === undefined ? [] : ['-run', only]), '.', '-args'],
        ...['-proto=4', '-cluster=127.0.0.1', '-rf=1', '-clusterSize=1', '-autowait=300ms', '-gocql.cversion=3.11.2'],
      ],
      cwd: folder,
      env: { GOFLAGS: '-mod=mod' },
      read: readGo,
    }),
  },
};

const shortTest = (name) => join('test', 'integration', 'short', name);

/** The suites start clusters by ccm; here there is one server, and it runs. */
const standInForCcm = Object.fromEntries([
  ['ccmlib/__init__.py', ''],
  ['ccmlib/common.py', ''],
  ...['dse_cluster.DseCluster', 'hcd_cluster.HcdCluster', 'cluster.Cluster', 'cluster_factory.ClusterFactory'].map(
    (name) => {
      const [module, type] = name.split('.');
      return [`ccmlib/${module}.py`, `class ${type}:\n    pass\n`];
    },
  ),
]);

const nodePreload = `
const path = require('node:path');
const helper = require(path.join(process.env.SUITE_FOLDER, 'test', 'test-helper.js'));
helper.baseOptions.localDataCenter = 'us-east-1';
helper.ccm.exec = (params, done) => done(null, { stdout: [], stderr: [] });
helper.ccm.spawn = (name, params, done) => done(null, { stdout: [], stderr: [] });
helper.ccm.startAll = (nodes, options, done) => (done ?? options)();
helper.ccm.waitForUp = (done) => done();
`;

function readMocha(child) {
  const start = child.stdout.indexOf('{\n  "stats"');
  if (start < 0) return undefined;
  const report = JSON.parse(child.stdout.slice(start));
  const titles = (tests) => tests.map((test) => test.fullTitle.replace(/ for ".*/, ''));
  const failed = titles(report.failures);
  return { passed: titles(report.passes), failed: [...new Set(failed)], skipped: titles(report.pending) };
}

/** Tests, not their parts. */
function readGo(child) {
  const outcome = { passed: [], failed: [], skipped: [] };
  const lists = { pass: outcome.passed, fail: outcome.failed, skip: outcome.skipped };
  for (const line of child.stdout.split('\n')) {
    if (!line.startsWith('{')) continue;
    const { Action, Test } = JSON.parse(line);
    if (Test !== undefined && !Test.includes('/')) lists[Action]?.push(Test);
  }
  return outcome.passed.length > 0 ? outcome : undefined;
}

/** {passed, failed, skipped} of a JUnit report; undefined without one. */
function readJunit(_child, scratch) {
  const path = join(scratch, 'results.xml');
  if (!existsSync(path)) return undefined;
  const outcome = { passed: [], failed: [], skipped: [] };
  const cases = /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;
  for (const [, file, name, inside = ''] of readFileSync(path, 'utf8').matchAll(cases)) {
    const test = `${file.replace(/^(test\.cqlpy|tests\.integration)\./, '')}::${unescaped(name)}`;
    if (/<(failure|error)\b/.test(inside)) outcome.failed.push(test);
    else if (/<skipped\b/.test(inside)) outcome.skipped.push(test);
    else outcome.passed.push(test);
  }
  return outcome;
}

const unescaped = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
