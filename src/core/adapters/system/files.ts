// The real file system behind the Files port.

import { appendFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KsError } from '../../model/errors.js';
import type { Files } from '../../ports/files.js';

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

function failed(verb: string, path: string, error: unknown): KsError {
  const why = error instanceof Error ? error.message : String(error);
  return new KsError({ code: 'FILE', kind: 'failed', message: `Could not ${verb} ${path}.`, why, cause: error });
}

async function orElse<T>(work: Promise<T>, missing: T, verb: string, path: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return missing;
    throw failed(verb, path, error);
  }
}

/** Parents first. Not mkdir's own `recursive`: that never ends where the system says ENOENT for good, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'EISDIR') {
      if ((await stat(path)).isDirectory()) return;
      throw new Error(`${path} is a file, and a folder is needed there.`);
    }
    if (code !== 'ENOENT' || dirname(path) === path || (await isFolder(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

export function systemFiles(): Files {
  const ensureFolder = async (path: string): Promise<void> => {
    try {
      await makeFolder(path);
    } catch (error) {
      throw failed('make the folder', path, error);
    }
  };
  return {
    ensureFolder,
    read: (path) => orElse<string | undefined>(readFile(path, 'utf8'), undefined, 'read', path),
    async write(path, text, mode = 0o600) {
      await ensureFolder(dirname(path));
      const draft = `${path}.${process.pid}.tmp`;
      try {
        await writeFile(draft, text, { mode });
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw failed('write', path, error);
      }
    },
    async append(path, text) {
      await ensureFolder(dirname(path));
      await appendFile(path, text, { mode: 0o600 }).catch((error) => Promise.reject(failed('write', path, error)));
    },
    remove: (path) => orElse(rm(path, { force: true }), undefined, 'remove', path),
    exists: (path) =>
      orElse(
        stat(path).then(() => true),
        false,
        'look at',
        path,
      ),
    mode: (path) =>
      orElse<number | undefined>(
        stat(path).then((found) => found.mode & 0o777),
        undefined,
        'look at',
        path,
      ),
    list: (path) => orElse<readonly string[]>(readdir(path), [], 'list', path),
    removeFolder: (path) => orElse(rm(path, { recursive: true, force: true }), undefined, 'remove', path),
  };
}
