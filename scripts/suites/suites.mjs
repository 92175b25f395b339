// The suites: where their files are, how each is run against a port, how its results are read, and why what fails does.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cqlpyKnown } from './known-cqlpy.mjs';

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
};

/** {passed, failed, skipped} of a JUnit report; undefined without one. */
function readJunit(_child, scratch) {
  const path = join(scratch, 'results.xml');
  if (!existsSync(path)) return undefined;
  const outcome = { passed: [], failed: [], skipped: [] };
  const cases = /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;
  for (const [, file, name, inside = ''] of readFileSync(path, 'utf8').matchAll(cases)) {
    const test = `${file.replace(/^test\.cqlpy\./, '')}::${unescaped(name)}`;
    if (/<(failure|error)\b/.test(inside)) outcome.failed.push(test);
    else if (/<skipped\b/.test(inside)) outcome.skipped.push(test);
    else outcome.passed.push(test);
  }
  return outcome;
}

const unescaped = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
