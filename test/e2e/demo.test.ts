// The demo as a person without a terminal runs it: the built program, a real server, real drivers over the wire, one frame.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
/** `npm test` builds before it runs; a bare vitest may not have. */
const built = existsSync(join(root, 'dist/main.cjs'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ks-demo-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo with its temporary folder inside ours; `act` may end it when it has said something. */
function demo(act: (said: string, kill: (signal: NodeJS.Signals) => void) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'scripts/demo.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder, NO_COLOR: '1' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    act(stderr, (signal) => child.kill(signal));
  });
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
}

describe.skipIf(!built)('the demo', () => {
  it('prints one frame with live rates, ends with 0 and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await demo();
    expect(code, stderr).toBe(0);
    const rows = stdout.split('\n');
    expect(rows[0]).toMatch(/^ ks top · demo ● local · us-east-1 · 12 tables/);
    // reads and writes of the fleet come from clients that are at it
    expect(rows[1]).toMatch(/^ reads [1-9][\d,.k]*\/s .* writes [1-9][\d,.k]*\/s/);
    expect(stdout).toMatch(/iot\.telemetry +prov 600\/400 +\d/);
    expect(readdirSync(folder)).toEqual([]);
  }, 90_000);

  it('cleans up when it is ended in the middle', async () => {
    let ended = false;
    const { code } = await demo((said, kill) => {
      if (ended || !said.includes('CQL on')) return;
      ended = true;
      kill('SIGTERM');
    });
    expect(code).toBe(143);
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);
});
