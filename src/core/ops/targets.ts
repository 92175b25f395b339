// The configuration file's targets: read, list, show, add, use, remove. The file is written whole, for its owner only.

import { allTargets, type Config, emptyConfig, type Target } from '../model/config.js';
import { KsError, usage } from '../model/errors.js';
import type { Files } from '../ports/files.js';

export interface ConfigStore {
  readonly files: Files;
  /** `~/.config/ks/config.yaml`. */
  readonly path: string;
}

/** A missing file is an empty configuration. Parser and checker are loaded only when there is a file. */
export async function readConfig(store: ConfigStore): Promise<Config> {
  const text = await store.files.read(store.path);
  if (text === undefined) return emptyConfig;
  const { parseConfigText } = await import('../model/config-text.js');
  return parseConfigText(text, store.path);
}

async function writeConfig(store: ConfigStore, config: Config): Promise<void> {
  const { configText } = await import('../model/config-text.js');
  await store.files.write(store.path, configText(config, store.path));
}

export function findTarget(config: Config, name: string): Target {
  const found = allTargets(config).find((target) => target.name === name);
  if (found !== undefined) return found;
  const names = allTargets(config).map((target) => target.name);
  throw usage(
    `There is no target named ${name}. There are: ${names.join(', ')}.`,
    'ks targets list',
    'ks targets add --help',
  );
}

export interface ListedTarget extends Target {
  readonly current: boolean;
}

export async function listTargets(store: ConfigStore, chosen?: string): Promise<readonly ListedTarget[]> {
  const config = await readConfig(store);
  const current = chosen ?? config.current;
  return allTargets(config).map((target) => ({ ...target, current: target.name === current }));
}

export async function addTarget(store: ConfigStore, target: Target, replace: boolean): Promise<Target> {
  const config = await readConfig(store);
  const present = config.targets.some((each) => each.name === target.name);
  if (present && !replace) {
    throw new KsError({
      code: 'TARGET_EXISTS',
      kind: 'conflict',
      message: `There is a target named ${target.name} already.`,
      next: ['add --replace to change it'],
    });
  }
  const { checkTarget } = await import('../model/config-text.js');
  checkTarget(target);
  const others = config.targets.filter((each) => each.name !== target.name);
  await writeConfig(store, { ...config, targets: [...others, target] });
  return target;
}

export async function removeTarget(
  store: ConfigStore,
  name: string,
): Promise<{ readonly changed: boolean; readonly name: string }> {
  const config = await readConfig(store);
  const left = config.targets.filter((target) => target.name !== name);
  if (left.length === config.targets.length) {
    findTarget(config, name);
    throw new KsError({
      code: 'BUILT_IN',
      kind: 'refused',
      message: `The target ${name} is built in: it cannot be removed.`,
      next: ['ks targets list'],
    });
  }
  const current = config.current === name ? 'local' : config.current;
  await writeConfig(store, { current, targets: left });
  return { changed: true, name };
}

export async function chooseTarget(
  store: ConfigStore,
  name: string,
): Promise<{ readonly changed: boolean; readonly name: string }> {
  const config = await readConfig(store);
  findTarget(config, name);
  if (config.current === name) return { changed: false, name };
  await writeConfig(store, { ...config, current: name });
  return { changed: true, name };
}
