// The shape of the configuration file, checked once when it is read. Apart from config.ts so that commands which find no
// file do not load the checker.

import { z } from 'zod';
import type { Config, Target } from './config.js';
import { KsError } from './errors.js';

const targetColours = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

const target = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,39}$/, 'letters, digits, - and _'),
  kind: z.enum(['local', 'aws']),
  colour: z.enum(targetColours).optional(),
  readOnly: z.boolean().default(false),
  protected: z.boolean().default(false),
  regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region such as us-east-1')).default([]),
  profiles: z.array(z.string().min(1)).default([]),
  dataDir: z.string().optional(),
  endpoints: z
    .strictObject({
      http: z.url().optional(),
      cql: z.string().optional(),
      cqlOf: z.record(z.string(), z.string()).optional(),
      tls: z.boolean().optional(),
    })
    .default({}),
});

const file = z.strictObject({ current: z.string().default('local'), targets: z.array(target).default([]) });

/** One target, before it is added: the words are about its flags, not about a file. */
export function checkTarget(value: unknown): void {
  const result = target.safeParse(JSON.parse(JSON.stringify(value)));
  if (result.success) return;
  const why = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new KsError({
    code: 'USAGE',
    kind: 'usage',
    message: 'The target cannot be added as it is.',
    why,
    next: ['ks targets add --help'],
  });
}

/** Throws a KsError that names the file and each member that is wrong. */
export function checkConfig(value: unknown, path: string): Config {
  const result = file.safeParse(value ?? {});
  if (!result.success) {
    const why = result.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`).join('; ');
    throw new KsError({ code: 'CONFIG', kind: 'usage', message: `${path} is not a ks configuration.`, why });
  }
  const names = result.data.targets.map((each) => each.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new KsError({ code: 'CONFIG', kind: 'usage', message: `${path} has two targets named ${twice}.` });
  }
  return { current: result.data.current, targets: result.data.targets as unknown as readonly Target[] };
}
