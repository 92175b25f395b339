// Test suites that others wrote, run against the built `ks local start` in the lenient mode. Nothing of them is kept here:
// each is brought by whoever runs this (docs/fidelity.md says from where) and named by --folder.
//
//   node scripts/suites.mjs cqlpy|python-driver|node-driver|gocql --folder CHECKOUT [--python PYTHON] [--stores-nothing]
//
// Prints what passed, failed and was skipped, as JSON with --json. With --stores-nothing every write is swallowed on its
// way to the engine: what still passes says nothing about storage.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from './suites/server.mjs';
import { swallowWrites } from './suites/stores-nothing.mjs';
import { suites } from './suites/suites.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string' },
    python: { type: 'string', default: 'python3' },
    'stores-nothing': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const suite = suites[positionals[0]];
if (suite === undefined || options.folder === undefined) {
  console.error(`usage: node scripts/suites.mjs ${Object.keys(suites).join('|')} --folder CHECKOUT`);
  process.exit(2);
}
const folder = resolve(options.folder);
if (!existsSync(join(folder, suite.proof))) {
  console.error(`${folder} has no ${suite.proof}: is it the right checkout?`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'ks-suites-'));
const server = await startServer(options['stores-nothing'] ? 0 : suite.port);
const through = options['stores-nothing'] ? await swallowWrites(server.port, suite.port) : undefined;
try {
  const command = suite.command({ folder, scratch, port: through?.port ?? server.port, ...options });
  for (const [name, text] of Object.entries(command.files ?? {})) {
    mkdirSync(dirname(join(scratch, name)), { recursive: true });
    writeFileSync(join(scratch, name), text);
  }
  const child = await finished(command);
  if (options.verbose) process.stderr.write(`${child.stdout}${child.stderr}`);
  const outcome = command.read(child, scratch);
  if (outcome === undefined) {
    process.stderr.write(`${child.stdout}${child.stderr}${child.error ?? ''}\n`);
    process.exitCode = 1;
  } else report(outcome);
} finally {
  await through?.stop();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Not awaited synchronously: the proxy of --stores-nothing runs in this process. */
function finished(command) {
  const child = spawn(command.program, command.args, {
    cwd: command.cwd ?? folder,
    env: { ...process.env, ...command.env, PATH: [command.path, process.env.PATH].filter(Boolean).join(delimiter) },
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  }
  return new Promise((done) => {
    child.once('error', (error) => done({ ...said, error }));
    child.once('close', (status) => done({ ...said, status }));
  });
}

/** `outcome`: {passed, failed, skipped}: names of tests. */
function report(outcome) {
  const known = new Map(suite.known.flatMap(({ reason, tests }) => tests.map((test) => [test, reason])));
  const reasonOf = (test) => known.get(test) ?? known.get(test.replace(/\[.*/, ''));
  const unexpected = outcome.failed.filter((test) => reasonOf(test) === undefined);
  const expected = outcome.failed.filter((test) => reasonOf(test) !== undefined);
  if (options.json) console.log(JSON.stringify({ ...outcome, unexpected }, undefined, 2));
  else {
    console.log(
      `passed ${outcome.passed.length}, failed ${outcome.failed.length} (${expected.length} with a known reason), skipped ${outcome.skipped.length}`,
    );
    for (const { reason } of suite.known) {
      const count = expected.filter((test) => reasonOf(test) === reason).length;
      if (count > 0) console.log(`  ${count}: ${reason}`);
    }
    for (const test of unexpected) console.log(`  NOT EXPECTED TO FAIL: ${test}`);
  }
  if (unexpected.length > 0 && !options['stores-nothing']) process.exitCode = 1;
}
