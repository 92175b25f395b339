// CloudTrail's LookupEvents over the audit log [control-plane facts 7.3]: management events of the last 90 days, newest
// first, one attribute at a time. Events are there at once; the real service takes some minutes.

import { isIndex, readToken, writeToken } from '../../lib/opaque-token.js';
import type { Clock } from '../../ports/clock.js';
import { ApiError, type Caller } from '../control/api.js';
import { limits } from '../limits.js';
import type { AuditLog, AuditPosition, StoredEvent } from './audit-log.js';
import { type TrailEvent, userNameOf } from './event.js';

export interface CloudTrail {
  /** Input as parsed JSON, not yet validated; rejects with an ApiError. */
  call(operation: string, input: unknown, caller: Pick<Caller, 'region'>): Promise<Record<string, unknown>>;
}

export function createCloudTrail(deps: {
  readonly log: Pick<AuditLog, 'read'>;
  readonly clock: Pick<Clock, 'wallMs'>;
}): CloudTrail {
  return {
    call: async (operation, input, { region }) => {
      if (operation !== 'LookupEvents')
        throw new ApiError('UnsupportedOperationException', `${operation} is not offered by this engine`);
      return lookupEvents(deps.log, deps.clock.wallMs(), region, input);
    },
  };
}

const attributeKeys = [
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
] as const;
type AttributeKey = (typeof attributeKeys)[number];

interface Lookup {
  readonly attribute?: { readonly key: AttributeKey; readonly value: string };
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
  readonly after?: AuditPosition;
  /** What a token is good for. */
  readonly scope: string;
  readonly insight: boolean;
}

function lookupEvents(
  log: Pick<AuditLog, 'read'>,
  nowMs: number,
  region: string,
  input: unknown,
): Record<string, unknown> {
  const lookup = readLookup(input, nowMs);
  // insight events come of CloudTrail Insights, which the engine has not
  if (lookup.insight) return { Events: [] };
  const { attribute } = lookup;
  const found = log.read({
    region,
    fromMs: lookup.fromMs,
    toMs: lookup.toMs,
    ...(lookup.after === undefined ? {} : { after: lookup.after }),
    ...(attribute === undefined
      ? {}
      : { matches: (event) => attributesOf[attribute.key](event).includes(attribute.value) }),
    limit: lookup.limit + 1,
  });
  const shown = found.slice(0, lookup.limit);
  const last = shown.at(-1);
  return {
    Events: shown.map(eventOut),
    ...(found.length > lookup.limit && last !== undefined
      ? { NextToken: writeToken([lookup.scope, last.atMs, last.sequence]) }
      : {}),
  };
}

/** The values that an attribute has for an event. A resource is found by ARN and by the name at the ARN's end. */
const attributesOf: Readonly<Record<AttributeKey, (event: TrailEvent) => readonly string[]>> = {
  EventId: (event) => [event.eventID],
  EventName: (event) => [event.eventName],
  ReadOnly: (event) => [String(event.readOnly)],
  Username: (event) => [userNameOf(event)],
  ResourceType: (event) => event.resources.map((resource) => resource.type),
  ResourceName: (event) => event.resources.flatMap(({ ARN }) => [ARN, ARN.replace(/\/$/, '').split('/').at(-1)!]),
  EventSource: (event) => [event.eventSource],
  AccessKeyId: (event) => (typeof event.userIdentity.accessKeyId === 'string' ? [event.userIdentity.accessKeyId] : []),
};

function eventOut({ event, atMs }: StoredEvent): Record<string, unknown> {
  const { accessKeyId } = event.userIdentity;
  return {
    EventId: event.eventID,
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    ...(typeof accessKeyId === 'string' ? { AccessKeyId: accessKeyId } : {}),
    EventTime: Math.floor(atMs / 1000),
    EventSource: event.eventSource,
    Username: userNameOf(event),
    Resources: event.resources.map(({ type, ARN }) => ({ ResourceType: type, ResourceName: ARN })),
    CloudTrailEvent: JSON.stringify(event),
  };
}

const refuse = (type: string, message: string) => new ApiError(type, message);
const given = (value: unknown): boolean => value !== undefined && value !== null;

function readLookup(input: unknown, nowMs: number): Lookup {
  const members = (typeof input === 'object' && input !== null ? input : {}) as Readonly<Record<string, unknown>>;
  const attribute = readAttribute(members.LookupAttributes);
  const start = readInstant(members.StartTime, 'StartTime');
  const end = readInstant(members.EndTime, 'EndTime');
  if (start !== undefined && end !== undefined && start > end)
    throw refuse('InvalidTimeRangeException', 'The start time must not be later than the end time.');
  const category = members.EventCategory;
  if (given(category) && category !== 'insight')
    throw refuse('InvalidEventCategoryException', 'The only event category that can be asked for is insight.');
  const limit = members.MaxResults ?? limits.auditEventsPerPage;
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > limits.auditEventsPerPage)
    throw refuse('InvalidMaxResultsException', `MaxResults must be between 1 and ${limits.auditEventsPerPage}.`);
  const scope = JSON.stringify([attribute ?? null, start ?? null, end ?? null]);
  const after = given(members.NextToken) ? positionIn(members.NextToken, scope) : undefined;
  return {
    ...(attribute === undefined ? {} : { attribute }),
    fromMs: start ?? 0,
    // a time in whole seconds means all of its second
    toMs: end === undefined ? nowMs : Number.isInteger(end / 1000) ? end + 999 : end,
    limit,
    ...(after === undefined ? {} : { after }),
    scope,
    insight: category === 'insight',
  };
}

function readAttribute(value: unknown): Lookup['attribute'] {
  const invalid = (message: string) => refuse('InvalidLookupAttributesException', message);
  if (!given(value)) return undefined;
  if (!Array.isArray(value)) throw invalid('LookupAttributes must be a list.');
  if (value.length > 1) throw invalid('You can only specify one lookup attribute.');
  if (value.length === 0) return undefined;
  const { AttributeKey: key, AttributeValue: wanted } = (value[0] ?? {}) as Readonly<Record<string, unknown>>;
  if (!attributeKeys.includes(key as AttributeKey))
    throw invalid(`AttributeKey must be one of ${attributeKeys.join(', ')}.`);
  if (typeof wanted !== 'string' || wanted.length < 1 || wanted.length > 2000)
    throw invalid('AttributeValue must have 1 to 2000 characters.');
  return { key: key as AttributeKey, value: wanted };
}

/** Milliseconds, from epoch seconds or ISO 8601 text. */
function readInstant(value: unknown, member: string): number | undefined {
  if (!given(value)) return undefined;
  const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15)
    throw refuse('InvalidTimeRangeException', `${member} is not a timestamp.`);
  return Math.max(0, ms);
}

/** A token holds only for the parameters that it was given with. */
function positionIn(token: unknown, scope: string): AuditPosition {
  const [ofScope, atMs, sequence] = readToken(token) ?? [];
  if (ofScope === scope && isIndex(atMs) && isIndex(sequence)) return { atMs, sequence };
  throw refuse('InvalidNextTokenException', 'The token does not belong to a request with these parameters.');
}
