// CloudWatch whole: metrics, alarms, dashboards, and the tags of the last two, which are found by ARN. Apart from each of
// them because tags are of both.

import type { Alarms } from '../alarms/alarms.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Caller } from '../control/api.js';
import type { Dashboards } from '../dashboards/dashboards.js';
import type { Kv, KvTransaction } from '../kv/kv.js';
import type { CloudWatch } from '../metrics/cloudwatch.js';
import { CloudWatchError, type Members, missing, object, refuse, text } from '../metrics/cloudwatch-input.js';
import { type Tags, tagged, tagKeysInput, tagsInput, tagsOut, untagged } from '../metrics/resource-tags.js';

export interface MonitoringDeps {
  readonly kv: Kv;
  readonly clock: { wallMs(): number };
  readonly audit: Pick<AuditLog, 'serviceCall'>;
  readonly accountId: string;
  readonly cloudWatch: CloudWatch;
  readonly alarms: Alarms;
  readonly dashboards: Dashboards;
}

export interface Monitoring {
  /** Input as parsed JSON, not yet validated; rejects with a CloudWatchError. */
  call(operation: string, input: unknown, caller: Caller): Promise<Record<string, unknown>>;
}

export function createMonitoring(deps: MonitoringDeps): Monitoring {
  const { alarms, dashboards, cloudWatch } = deps;
  const tags = new ResourceTags(deps);
  return {
    call: async (operation, input, caller) => {
      if (alarms.handles(operation)) return alarms.call(operation, input, caller);
      if (dashboards.handles(operation)) return dashboards.call(operation, input, caller);
      switch (operation) {
        case 'ListTagsForResource':
          return tags.list(input, caller);
        case 'TagResource':
          return tags.add(input, caller);
        case 'UntagResource':
          return tags.remove(input, caller);
        default:
          return cloudWatch.call(operation, input, caller.region);
      }
    },
  };
}

type Tagged =
  | { readonly kind: 'alarm'; readonly region: string; readonly name: string }
  | { readonly kind: 'dashboard'; readonly name: string };

class ResourceTags {
  private readonly deps: MonitoringDeps;

  constructor(deps: MonitoringDeps) {
    this.deps = deps;
  }

  async list(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const { arn, resource } = this.resourceOf(object(input ?? {}, 'input'), caller);
    const { alarms, dashboards } = this.deps;
    const tags =
      resource.kind === 'alarm'
        ? await alarms.tagsOf(resource.region, resource.name)
        : dashboards.tagsOf(resource.name);
    if (tags === undefined) throw notFound(arn);
    return { Tags: tagsOut(tags) };
  }

  async add(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const members = object(input ?? {}, 'input');
    if (members.Tags === undefined || members.Tags === null) throw missing('Tags');
    const more = tagsInput(members.Tags);
    return this.change({ operation: 'TagResource', members, caller }, (before) => tagged(before, more));
  }

  async remove(input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    const members = object(input ?? {}, 'input');
    const keys = tagKeysInput(members.TagKeys);
    return this.change({ operation: 'UntagResource', members, caller }, (before) => untagged(before, keys));
  }

  private async change(
    { operation, members, caller }: { operation: string; members: Members; caller: Caller },
    change: (before: Tags) => Tags,
  ): Promise<Record<string, unknown>> {
    const { arn, resource } = this.resourceOf(members, caller);
    const { kv, alarms, dashboards, audit, clock } = this.deps;
    await kv.write((tx: KvTransaction) => {
      const found =
        resource.kind === 'alarm'
          ? alarms.changeTags(tx, resource.region, resource.name, change)
          : dashboards.changeTags(tx, resource.name, change);
      if (!found) throw notFound(arn);
      audit.serviceCall(tx, {
        eventSource: 'monitoring.amazonaws.com',
        eventName: operation,
        caller,
        atMs: clock.wallMs(),
        requestParameters: members,
      });
    });
    return {};
  }

  private resourceOf(members: Members, caller: Caller): { readonly arn: string; readonly resource: Tagged } {
    const arn = text(members.ResourceARN, 'ResourceARN', 1024);
    const [, region, account, kind, name] =
      /^arn:aws:cloudwatch:([^:]*):([^:]*):(alarm:|dashboard\/)(.+)$/s.exec(arn) ?? [];
    if (name === undefined) throw refuse(`The value ${arn} for parameter ResourceARN is not an alarm or dashboard.`);
    const elsewhere = kind === 'alarm:' ? region !== caller.region : region !== '';
    if (account !== this.deps.accountId || elsewhere) throw notFound(arn);
    return {
      arn,
      resource: kind === 'alarm:' ? { kind: 'alarm', region: caller.region, name } : { kind: 'dashboard', name },
    };
  }
}

const notFound = (arn: string) =>
  new CloudWatchError('ResourceNotFoundException', `The resource ${arn} does not exist.`, 404);
