// The shell with streams in place of a terminal and a session that answers from a list.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemFiles } from '../../../src/core/adapters/system/files.js';
import type { CqlOptions, CqlSession } from '../../../src/core/index.js';
import { CqlShell } from '../../../src/ui/cli/cql-shell.js';
import { readEnv } from '../../../src/ui/cli/env.js';
import { plainStyle } from '../../../src/ui/text/style.js';
import { fleetOf, smallPlace } from '../../core/ops/small-place.js';

describe('the CQL shell', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ks-shell-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function typed(text: string) {
    const asked: { readonly text: string; readonly options: CqlOptions }[] = [];
    const session: CqlSession = {
      keyspace: undefined,
      host: 'nowhere',
      async execute(statement, options = {}) {
        asked.push({ text: statement, options });
        const columns = [{ keyspace: 'k', table: 't', name: 'id', type: 'int' }];
        return { columns, rows: [[asked.length]], warnings: [], consumed: { readUnits: 0.5, writeUnits: 0 } };
      },
      prepare: () => Promise.reject(new Error('not used')),
      close: async () => {},
    };
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const historyPath = join(folder, 'history');
    const env = { ...readEnv('1.2.3'), stdin, stdout, stderr, historyPath, cwd: folder } as never;
    const { fleet } = fleetOf([smallPlace().place]);
    const shell = new CqlShell({ env, fleet, session, files: systemFiles(), style: plainStyle, quiet: false });
    stdin.end(text);
    await shell.run();
    return { asked, out: String(stdout.read()), err: String(stderr.read()), historyPath };
  }

  it('joins lines to statements and says what each cost', async () => {
    const { asked, out, err } = await typed("SELECT *\nFROM t\nWHERE a = ';';\nSELECT 1; SELECT 2;\n");
    expect(asked.map((each) => each.text)).toEqual(["SELECT *\nFROM t\nWHERE a = ';'", 'SELECT 1', 'SELECT 2']);
    expect(asked[0]?.options).toMatchObject({ consistency: 'LOCAL_QUORUM', pageSize: 100 });
    expect(out).toContain('id\n 1');
    expect(err).toMatch(/1 row, .* ms, 0\.5 RCU/);
  });

  it('keeps consistency, paging and expansion', async () => {
    const { asked, out } = await typed('CONSISTENCY LOCAL_ONE\nPAGING OFF\nEXPAND ON\nSELECT 1;\n');
    expect(asked[0]?.options).toEqual({ consistency: 'LOCAL_ONE' });
    expect(out).toContain('@ Row 1');
  });

  it('describes, shows its host, and goes on after an error', async () => {
    const { asked, out, err } = await typed(
      'DESCRIBE TABLE shop.orders\nSHOW HOST\nCONSISTENCY MOST\nSELECT 1;\nEXIT\nSELECT 2;\n',
    );
    expect(out).toContain('CREATE TABLE shop.orders');
    expect(err).toContain('local: nowhere');
    expect(err).toContain('error: "MOST" is not a consistency level');
    expect(asked.map((each) => each.text)).toEqual(['SELECT 1']);
  });

  it('captures results', async () => {
    await typed("CAPTURE 'out.txt'\nSELECT 1;\nCAPTURE OFF\nSELECT 2;\n");
    expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('id\n 1\n');
  });
});
