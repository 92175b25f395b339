// The long fuzz: `node scripts/fuzz.mjs --frames 1000000 --statements 1000000 --seed 7 [--store memory]`. Ends with 1 when
// something was found or when the heap does not come back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    statements: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    epoch: { type: 'string', default: '20000' },
    store: { type: 'string', default: 'lmdb' },
    findings: { type: 'string' },
  },
});
/** What the heap may have grown by between the second epoch, when everything is warm, and the last. */
const growthBytes = 32 * 2 ** 20;

const folder = mkdtempSync(join(root, 'node_modules', '.fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const outfile = join(folder, 'fuzz.mjs');
await build({
  entryPoints: [join(root, 'test/fuzz/run.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outfile,
  logLevel: 'error',
  sourcemap: 'inline',
  define: { 'process.env.NODE_ENV': '"production"' },
});
process.setSourceMapsEnabled(true);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const { fuzz } = await import(pathToFileURL(outfile).href);
const started = performance.now();
const result = await fuzz({
  root,
  seed: Number(values.seed),
  frames: Number(values.frames),
  statements: Number(values.statements),
  epoch: Number(values.epoch),
  store: values.store,
  collect,
  progress: (line) => console.log(line),
});
const seconds = (performance.now() - started) / 1000;
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const first = result.heaps[Math.min(1, result.heaps.length - 1)];
const last = result.heaps.at(-1);
console.log(
  `${result.statements} statements and ${result.frames} frames in ${seconds.toFixed(0)} s, seed ${values.seed}`,
);
console.log(`${result.answers} answers, ${result.errors} of them errors; ${result.closed} connections closed`);
console.log(`slowest turn ${result.slowestMs} ms; heap ${mib(first)} when warm, ${mib(last)} at the end`);
for (const { what, why } of result.findings) console.log(`\nFOUND ${what.slice(0, 600)}\n${why.replace(/^/gm, '  ')}`);
if (values.findings !== undefined) writeFileSync(values.findings, JSON.stringify(result.findings, null, 2));
const grew = last - first > growthBytes;
if (grew) console.log(`the heap grew by ${mib(last - first)}`);
console.log(`${result.findings.length} findings`);
process.exitCode = result.findings.length > 0 || grew ? 1 : 0;
