// CloudWatch's dashboards: bodies that are checked, kept and given back as they came. They belong to the account, not to a
// Region [CloudWatch API reference: PutDashboard and its kin].

import type { Clock } from '../../ports/clock.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../control/api.js';
import type { Kv, KvReader, KvTransaction } from '../kv/kv.js';
import { limits } from '../limits.js';
import {
  CloudWatchError,
  list,
  type Members,
  missing,
  object,
  optionalText,
  refuse,
  text,
} from '../metrics/cloudwatch-input.js';
import { type Tags, tagged, tagsInput } from '../metrics/resource-tags.js';
import { examineBody, type Remark } from './dashboard-body.js';

export interface DashboardDeps {
  readonly kv: Kv;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly audit: Pick<AuditLog, 'serviceCall'>;
  readonly accountId: string;
}

export interface Dashboards {
  handles(operation: string): boolean;
  /** Input as parsed JSON, not yet validated; rejects with a CloudWatchError. */
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
  /** Undefined when there is no such dashboard. */
  tagsOf(name: string): Tags | undefined;
  /** False when there is no such dashboard. */
  changeTags(tx: KvTransaction, name: string, change: (before: Tags) => Tags): boolean;
}

interface Dashboard {
  readonly name: string;
  readonly body: string;
  readonly modifiedAtMs: number;
  readonly tags: Tags;
}

type Operation = (shelf: Shelf, input: unknown, caller: Caller) => Promise<Record<string, unknown>>;
const operations: ReadonlyMap<string, Operation> = new Map([
  ['PutDashboard', (shelf, input, caller) => shelf.put(input, caller)],
  ['GetDashboard', (shelf, input) => shelf.get(input)],
  ['ListDashboards', (shelf, input) => shelf.list(input)],
  ['DeleteDashboards', (shelf, input, caller) => shelf.delete(input, caller)],
]);

export function createDashboards(deps: DashboardDeps): Dashboards {
  const shelf = new Shelf(deps);
  return {
    handles: (operation) => operations.has(operation),
    call: async (operation, input, caller) => operations.get(operation)!(shelf, input, caller),
    tagsOf: (name) => shelf.find(deps.kv, name)?.tags,
    changeTags: (tx, name, change) => shelf.changeTags(tx, name, change),
  };
}

const prefix = 'dashboard\0';
const keyOf = (name: string): Buffer => Buffer.from(`${prefix}${name}`);

class Shelf {
  private readonly deps: DashboardDeps;

  constructor(deps: DashboardDeps) {
    this.deps = deps;
  }

  /** A body with problems is refused with all of them; remarks come with the answer. */
  async put(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const members = object(input ?? {}, 'input');
    const name = nameOf(members.DashboardName, 'DashboardName');
    const body = bodyOf(members);
    const tags = tagged({}, tagsInput(members.Tags));
    const { problems, warnings } = examineBody(body);
    if (problems.length > 0) throw invalidBody(problems);
    await this.deps.kv.write((tx) => {
      const before = this.find(tx, name);
      if (before === undefined && this.names(tx).length >= limits.dashboardsPerAccount)
        throw new CloudWatchError('LimitExceeded', `At most ${limits.dashboardsPerAccount} dashboards can be kept.`);
      const modifiedAtMs = this.deps.clock.wallMs();
      // tags of a dashboard that is there are changed by TagResource only
      this.store(tx, { name, body, modifiedAtMs, tags: before?.tags ?? tags });
      this.record(tx, 'PutDashboard', { dashboardName: name, dashboardBody: body }, caller);
    });
    return { DashboardValidationMessages: warnings.map(remarkOut) };
  }

  async get(input: unknown): Promise<Record<string, unknown>> {
    const name = nameOf(object(input ?? {}, 'input').DashboardName, 'DashboardName');
    const found = this.find(this.deps.kv, name);
    if (found === undefined) throw notFound(name);
    return { DashboardArn: this.arn(name), DashboardBody: found.body, DashboardName: name };
  }

  async list(input: unknown): Promise<Record<string, unknown>> {
    const members = object(input ?? {}, 'input');
    const wanted = optionalText(members.DashboardNamePrefix, 'DashboardNamePrefix');
    const after = readToken(members.NextToken);
    const names = this.names(this.deps.kv).filter(
      (name) => name > after && (wanted === undefined || name.startsWith(wanted)),
    );
    const shown = names.slice(0, limits.dashboardsPerPage).flatMap((name) => this.find(this.deps.kv, name) ?? []);
    const last = shown.at(-1);
    return {
      DashboardEntries: shown.map(({ name, body, modifiedAtMs }) => ({
        DashboardName: name,
        DashboardArn: this.arn(name),
        LastModified: modifiedAtMs / 1000,
        Size: Buffer.byteLength(body),
      })),
      ...(names.length > shown.length && last !== undefined ? { NextToken: writeToken(last.name) } : {}),
    };
  }

  /** All or none: one name that is not there refuses the call. */
  async delete(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const names = list(object(input ?? {}, 'input').DashboardNames, 'DashboardNames').map((name) =>
      nameOf(name, 'DashboardNames'),
    );
    if (names.length === 0) throw missing('DashboardNames');
    await this.deps.kv.write((tx) => {
      for (const name of names) if (!tx.remove('meta', keyOf(name))) throw notFound(name);
      this.record(tx, 'DeleteDashboards', { dashboardNames: names }, caller);
    });
    return {};
  }

  changeTags(tx: KvTransaction, name: string, change: (before: Tags) => Tags): boolean {
    const found = this.find(tx, name);
    if (found === undefined) return false;
    this.store(tx, { ...found, tags: change(found.tags) });
    return true;
  }

  find(reader: KvReader, name: string): Dashboard | undefined {
    const bytes = reader.get('meta', keyOf(name));
    return bytes === undefined ? undefined : (JSON.parse(bytes.toString('utf8')) as Dashboard);
  }

  private names(reader: KvReader): string[] {
    const names: string[] = [];
    const range = { start: keyOf(''), end: Buffer.concat([keyOf(''), Buffer.from([0xff])]) };
    reader.visit('meta', range, (key) => {
      names.push(Buffer.from(key).toString('utf8').slice(prefix.length));
      return true;
    });
    return names;
  }

  private store(tx: KvTransaction, dashboard: Dashboard): void {
    tx.put('meta', keyOf(dashboard.name), Buffer.from(JSON.stringify(dashboard), 'utf8'));
  }

  private record(tx: KvTransaction, eventName: string, requestParameters: Members, caller: Caller): void {
    const atMs = this.deps.clock.wallMs();
    this.deps.audit.serviceCall(tx, {
      eventSource: 'monitoring.amazonaws.com',
      eventName,
      caller,
      atMs,
      requestParameters,
    });
  }

  /** Without a Region. */
  private arn(name: string): string {
    return `arn:aws:cloudwatch::${this.deps.accountId}:dashboard/${name}`;
  }
}

function nameOf(value: unknown, member: string): string {
  const name = text(value, member);
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    throw refuse(`The value ${name} for parameter ${member} is not valid: A-Z, a-z, 0-9, "-" and "_" are.`);
  return name;
}

function bodyOf({ DashboardBody: body }: Members): string {
  if (body === undefined || body === null) throw missing('DashboardBody');
  if (typeof body !== 'string') throw refuse('DashboardBody must be a string.');
  return body;
}

const remarkOut = ({ dataPath, message }: Remark) => ({ DataPath: dataPath, Message: message });

function invalidBody(problems: readonly Remark[]): CloudWatchError {
  const text = `The dashboard body is invalid, there are ${problems.length} validation errors:\n`;
  return new CloudWatchError('InvalidParameterInput', text + JSON.stringify(problems, undefined, 2), 400, {
    members: { dashboardValidationMessages: problems.map(remarkOut) },
  });
}

const notFound = (name: string) =>
  new CloudWatchError('ResourceNotFound', `Dashboard ${name} does not exist`, 404, { shape: 'DashboardNotFoundError' });

const writeToken = (name: string): string => Buffer.from(`dashboards:${name}`).toString('base64url');

function readToken(token: unknown): string {
  if (token === undefined || token === null) return '';
  const [, name] =
    /^dashboards:([A-Za-z0-9_-]+)$/.exec(Buffer.from(String(token), 'base64url').toString('latin1')) ?? [];
  if (name === undefined) throw refuse('The value for parameter NextToken is not one that was given out.');
  return name;
}
