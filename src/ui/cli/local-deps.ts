// What the operations on the local server need, from a command's surroundings and its --data-dir flag.

import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { LocalDeps, System } from '../../core/index.js';
import type { Env } from './env.js';

export const dataDirFlag = {
  'data-dir': Flags.string({ description: 'folder of the data; KS_DATA_DIR otherwise', helpValue: 'DIR' }),
};

export interface LocalSurroundings {
  readonly env: Env;
  readonly system: System;
  readonly signal: AbortSignal;
  readonly report: (sentence: string) => void;
}

/** A path given on the command line. */
export const givenPath = (from: Pick<LocalSurroundings, 'env'>, path: string): string => resolve(from.env.cwd, path);

export function localDeps(from: LocalSurroundings, dataDir: string | undefined): LocalDeps {
  const { files, processes, clock } = from.system;
  const folder = dataDir === undefined ? from.env.dataDir : resolve(from.env.cwd, dataDir);
  return { files, processes, clock, signal: from.signal, report: from.report, dataDir: folder };
}
