// What the benchmarks share: building the sources once, medians, and one way to print a row.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Environment of a measured process: an extra certificate file costs every start on Node 20 some 28 ms. */
export function cleanEnvironment(extra = {}) {
  const env = { ...process.env, ...extra };
  delete env.NODE_EXTRA_CA_CERTS;
  return env;
}

/** Bundles one module of src and imports it. */
export async function importSource(path) {
  const folder = mkdtempSync(join(root, 'node_modules', '.bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'source.mjs');
  await build({
    entryPoints: [join(root, path)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outfile,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return import(pathToFileURL(outfile).href);
}

export function tempDir(name) {
  const folder = mkdtempSync(join(tmpdir(), `ks-bench-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const whole = (value) => Math.round(value).toLocaleString('en-US');

export function heading(text) {
  console.log(`\n${text}`);
}

/** One figure, and how it compares: `ratioTo` names what `ratio` was divided by. */
export function row(name, figure, ratio, ratioTo) {
  const compared = ratio === undefined ? '' : `${ratio.toFixed(2)} x ${ratioTo}`;
  console.log(`  ${name.padEnd(46)} ${figure.padStart(22)}   ${compared}`);
}

/** Operations a second of `work`, which does `perCall` of them a call, over about `seconds`. */
export async function rate(work, perCall, seconds = 1.5) {
  for (let i = 0; i < 50; i++) await work();
  const start = process.hrtime.bigint();
  const until = start + BigInt(Math.round(seconds * 1e9));
  let done = 0;
  let now = start;
  while (now < until) {
    await work();
    done += perCall;
    now = process.hrtime.bigint();
  }
  return (done * 1e9) / Number(now - start);
}

/** Starts the built server with no ceilings, on free ports. */
export function startServer(args = []) {
  const dataDir = tempDir('server');
  const child = spawn(
    join(root, 'bin', 'ks'),
    [
      'local',
      'start',
      '--foreground',
      '--json',
      '--compat',
      'cassandra',
      '--data-dir',
      dataDir,
      '--cql-port',
      '0',
      '--http-port',
      '0',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: cleanEnvironment() },
  );
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
      resolve({
        port: ready.cqlPort,
        pid: child.pid,
        stop: () => {
          child.removeAllListeners('exit');
          return new Promise((done) => {
            child.once('exit', done);
            child.kill('SIGTERM');
          });
        },
      });
    });
  });
}
