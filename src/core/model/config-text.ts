// YAML and the checked configuration: the two heavy libraries of the configuration file behind one door, which is loaded
// only when there is a file, or when YAML is asked for.

import { parse, stringify, YAMLParseError } from 'yaml';
import type { Config } from './config.js';
import { checkConfig } from './config-schema.js';
import { KsError } from './errors.js';
import { checkCredentials, type ServerCredentials } from './server-credentials.js';

export { checkTarget } from './config-schema.js';

/** Throws a KsError that names the file and what is wrong in it. */
export function parseConfigText(text: string, path: string): Config {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    // the parser draws the place below its sentence
    const why = (error as Error).message.trimEnd().split('\n')[0]?.replace(/:$/, '.') ?? '';
    const next = [`correct it, or take it away: ${path}`];
    throw new KsError({ code: 'CONFIG', kind: 'usage', message: `${path} is not YAML.`, why, next });
  }
  return checkConfig(value, path);
}

/** Throws a KsError that repeats nothing of the text: the parser's own messages quote its lines. */
export function parseCredentialsText(text: string, path: string): ServerCredentials {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const why = line === undefined ? undefined : `Line ${line} cannot be read.`;
    const message = `${path} is not YAML.`;
    throw new KsError({ code: 'CREDENTIALS', kind: 'usage', message, ...(why !== undefined && { why }) });
  }
  return checkCredentials(value, path);
}

/** What is written must be readable: it is checked first. */
export function configText(config: Config, path: string): string {
  const value: unknown = JSON.parse(JSON.stringify(config));
  checkConfig(value, path);
  return stringify(value);
}

/** Any plain value as YAML, without a line feed at its end. */
export const yamlText = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();
