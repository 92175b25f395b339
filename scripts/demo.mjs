// The demo: a local Keyspaces on free ports with a dozen tables, real drivers driving load at it over the wire, and `ks top`
// on both. Everything lives in a temporary folder and in child processes, and goes away with this one.
// Without a terminal it prints one frame with live rates and ends with 0.

import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './sources.mjs';

const ks = join(root, 'bin', 'ks');
const folder = mkdtempSync(join(tmpdir(), 'ks-demo-'));
const configPath = join(folder, 'config.yaml');
const dataDir = join(folder, 'data');
const region = 'us-east-1';
const startMs = 30_000;
/** Seconds of load before the one frame of a run without a terminal. */
const warmUpMs = 4_000;
const graceMs = 4_000;

const say = (sentence) => process.stderr.write(`${sentence}\n`);
const children = new Set();
let cleaning;
let signalled;

/** Environment of every child: its own configuration, no target of the user's, credentials that mean nothing. */
const environment = {
  ...process.env,
  KS_CONFIG: configPath,
  KS_DATA_DIR: dataDir,
  KS_TARGET: '',
  AWS_PROFILE: '',
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: 'demo',
  AWS_SECRET_ACCESS_KEY: 'demo',
  AWS_SESSION_TOKEN: '',
};

/** Runs ks. In the background it has a process group of its own, so that keys pressed for the dashboard do not reach it. */
function run(args, stdio, background = false) {
  if (cleaning !== undefined) throw new Error('The demo is ending.');
  const child = spawn(process.execPath, [ks, ...args], { stdio, env: environment, cwd: root, detached: background });
  children.add(child);
  child.done = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      children.delete(child);
      resolve(code ?? (signal === null ? 1 : 128));
    });
    child.once('error', () => resolve(1));
  });
  return child;
}

const logOf = (name) => join(folder, `${name}.log`);

function lastLines(name) {
  try {
    return readFileSync(logOf(name), 'utf8').trim().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}

/** Resolves when `look` answers; throws with the log of what failed when the child ended or the time is over. */
async function until(what, name, child, look) {
  const deadline = Date.now() + startMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${what} failed.\n${lastLines(name)}`);
    await sleep(40);
  }
}

function readState() {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Ends what runs, the youngest first, and takes the folder away: once, however many ask. */
function cleanUp() {
  cleaning ??= endAll();
  return cleaning;
}

async function endAll() {
  for (const child of [...children].reverse()) {
    child.kill('SIGTERM');
    const inTime = await Promise.race([child.done.then(() => true), sleep(graceMs, false)]);
    if (!inTime) child.kill('SIGKILL');
    await child.done;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function demo() {
  say('Starting a local Keyspaces with a fleet under load. Nothing leaves this machine.');
  writeFileSync(configPath, 'targets: []\n', { mode: 0o600 });
  const serverLog = openSync(logOf('server'), 'w');
  const server = run(
    [
      'local',
      'start',
      '--foreground',
      '--data-dir',
      dataDir,
      '--cql-port',
      '0',
      '--http-port',
      '0',
      '--region',
      region,
    ],
    ['ignore', serverLog, serverLog],
    true,
  );
  const state = await until('Starting the server', 'server', server, readState);
  writeFileSync(configPath, JSON.stringify(configuration(state)), { mode: 0o600 });

  const loadLog = openSync(logOf('load'), 'w');
  const load = run(['local', 'load', '--target', 'demo-clients'], ['ignore', loadLog, loadLog], true);
  const driving = () => (readFileSync(logOf('load'), 'utf8').includes('Driving the load') ? true : undefined);
  say(`CQL on 127.0.0.1:${state.cqlPort}, AWS APIs on http://127.0.0.1:${state.httpPort}.`);

  if (process.stdout.isTTY && process.stdin.isTTY) {
    // tables are still being made while the first frame is on the screen: that is a thing to watch
    return run(['top', '--target', 'demo'], 'inherit').done;
  }
  await until('Driving the load', 'load', load, driving);
  await sleep(warmUpMs);
  return run(['top', '--target', 'demo', '--once'], ['ignore', 'inherit', 'inherit']).done;
}

/** YAML is a superset of JSON. `demo` opens the store in process; `demo-clients` goes over the wire as any client would. */
function configuration(state) {
  return {
    current: 'demo',
    targets: [
      { name: 'demo', kind: 'local', colour: 'green', regions: [region], dataDir },
      {
        name: 'demo-clients',
        kind: 'aws',
        regions: [region],
        endpoints: { http: `http://127.0.0.1:${state.httpPort}`, cql: `127.0.0.1:${state.cqlPort}`, tls: false },
      },
    ],
  };
}

for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.on(signal, () => {
    signalled ??= code;
    void cleanUp();
  });
}
// the last resort: nothing may outlive this process
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

let code = 1;
try {
  code = await demo();
} catch (error) {
  if (signalled === undefined) say(`error: ${error instanceof Error ? error.message : error}`);
}
await cleanUp();
process.exit(signalled ?? code);
