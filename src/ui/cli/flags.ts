// Each shared flag and argument, defined once.

import { Args, Flags } from '@oclif/core';

const outputFormats = ['table', 'json', 'yaml', 'csv'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Every command has these. */
export const baseFlags = {
  json: Flags.boolean({ description: 'print the result as JSON', helpGroup: 'GLOBAL' }),
  output: Flags.string({ description: 'form of the result', options: [...outputFormats], helpGroup: 'GLOBAL' }),
  query: Flags.string({ description: 'JMESPath expression over the JSON result', helpGroup: 'GLOBAL' }),
  target: Flags.string({ description: 'target of the configuration to act on', helpGroup: 'GLOBAL' }),
  profile: Flags.string({
    description: 'AWS profile; may be given again',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'GLOBAL',
  }),
  region: Flags.string({
    description: 'Region; may be given again',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'GLOBAL',
  }),
  quiet: Flags.boolean({ description: 'no sentences on stderr', helpGroup: 'GLOBAL' }),
  color: Flags.boolean({
    description: 'colours, where the terminal has them',
    allowNo: true,
    default: true,
    helpGroup: 'GLOBAL',
  }),
  debug: Flags.boolean({ description: 'show stacks of errors', helpGroup: 'GLOBAL' }),
};

const waitFlags = {
  wait: Flags.boolean({ description: 'wait until the change is done', allowNo: true, default: true }),
  timeout: Flags.string({ description: 'longest wait', default: '10m' }),
};
export const dryRunFlag = {
  'dry-run': Flags.boolean({ description: 'show the calls that would be made, and make none' }),
};
export const confirmFlag = {
  confirm: Flags.string({ description: 'name of what is destroyed, on protected targets', helpValue: 'NAME' }),
};
/** How long a fault on purpose holds. */
export const faultFlags = {
  for: Flags.string({
    description: "ends by itself after so long, by the engine's clock: 10m; until it is cleared otherwise",
    helpValue: 'TIME',
  }),
};

/** What fails on purpose and comes back (failingPart reads it); `ofRestores` says what the name is when it is restores. */
export const failingPartArgs = (ofRestores: string) => ({
  what: Args.string({
    ignoreStdin: true,
    required: true,
    description: 'zone, region, replication, restore or key',
    options: ['zone', 'region', 'replication', 'restore', 'key'],
  }),
  name: Args.string({
    ignoreStdin: true,
    description: `the zone (a, b or c), the Region, the ARN of the key; of restores${ofRestores}`,
  }),
});

export const changeFlags = { ...waitFlags, ...dryRunFlag };

/** What the alarms of a table are measured by. */
export const alarmFlags = {
  latency: Flags.integer({ description: 'average latency that is well, milliseconds', default: 50, min: 1 }),
  'user-errors': Flags.integer({ description: 'refused requests in a minute that are too many', default: 100, min: 1 }),
  utilization: Flags.integer({
    description: 'percent of provisioned units that is too much',
    default: 80,
    min: 1,
    max: 100,
  }),
  action: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'ARN that alarms call; may be given again',
    helpValue: 'ARN',
  }),
};
export const alarmChoices = (flags: {
  readonly latency: number;
  readonly 'user-errors': number;
  readonly utilization: number;
  readonly action?: readonly string[] | undefined;
}) => ({
  latencyMs: flags.latency,
  userErrors: flags['user-errors'],
  utilization: flags.utilization,
  actions: flags.action ?? [],
});

/** What every `delete` takes. */
export const deleteFlags = {
  ...changeFlags,
  ...confirmFlag,
  'if-exists': Flags.boolean({ description: 'succeed without a change when there is none' }),
};

/** What every `wait` takes. */
export const stateFlags = {
  state: Flags.string({
    description: 'state to wait for',
    options: [
      'ACTIVE',
      'DELETED',
      'CREATING',
      'UPDATING',
      'DELETING',
      'RESTORING',
      'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
    ],
    default: 'ACTIVE',
  }),
  timeout: Flags.string({ description: 'longest wait', default: '10m' }),
};
