// Service Quotas for `cassandra`: the quotas of control-plane facts 6 that have a code, with the values that this engine
// keeps to. Reads only: nothing can be asked to be raised.

import { readOffset, writeOffset } from '../../lib/opaque-token.js';
import { ApiError, type Caller } from '../control/api.js';
import { limits } from '../limits.js';

export interface ServiceQuotas {
  /** Input as parsed JSON, not yet validated; rejects with an ApiError. */
  call(
    operation: string,
    input: unknown,
    caller: Pick<Caller, 'region' | 'accountId'>,
  ): Promise<Record<string, unknown>>;
}

interface Quota {
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly adjustable: boolean;
}

const quota = (code: string, name: string, value: number, unit: string, adjustable: boolean): Quota => ({
  code,
  name,
  value,
  unit,
  adjustable,
});
const teraBytes = 'Terabytes';

/** What the engine does not enforce (the volume of ADD REGION) has AWS's default. */
const quotas: readonly Quota[] = [
  quota('L-677FFD22', 'Keyspaces per region', limits.keyspacesPerRegion, 'None', true),
  quota('L-BF48748A', 'Tables per region', limits.tablesPerRegion, 'None', true),
  quota('L-7F2EAE05', 'Amount of data restored using ADD REGION', 10, teraBytes, false),
  quota('L-E08A04C1', 'Max Schema size', limits.schemaBytes / 1024, 'Kilobytes', false),
  quota('L-29E90199', 'Concurrent DDL operations', limits.concurrentDdl, 'None', false),
  quota('L-66AD5703', 'Max row size', limits.rowBytes / 1024 ** 2, 'Megabytes', false),
  quota(
    'L-5823D982',
    'Max static data per logical partition',
    limits.staticBytesPerPartition / 1024 ** 2,
    'Megabytes',
    false,
  ),
  quota('L-2FC1B9A1', 'Subqueries per IN SELECT statement', limits.inSubqueries, 'None', true),
  quota('L-17766544', 'Table-level read throughput quota', limits.tableReadUnitsPerSecond, 'None', true),
  quota('L-3D8ED127', 'Table-level write throughput quota', limits.tableWriteUnitsPerSecond, 'None', true),
  quota('L-6632AD49', 'Write throughput of a table with a CDC stream', limits.tableWriteUnitsPerSecond, 'None', true),
  quota('L-E7DB0CFF', 'Account-level read throughput quota', limits.accountReadUnitsPerSecond, 'None', true),
  quota('L-2C5B14BD', 'Account-level write throughput quota', limits.accountWriteUnitsPerSecond, 'None', true),
  quota('L-324B5396', 'Max partition key size', limits.partitionKeyBytes, 'Bytes', false),
  quota('L-0659E12E', 'Max clustering key size', limits.clusteringKeyBytes, 'Bytes', false),
  quota(
    'L-F41E662B',
    'Concurrent table restores using point-in-time recovery',
    limits.concurrentRestores,
    'None',
    true,
  ),
  quota(
    'L-4C49F3DB',
    'Amount of data restored using point-in-time recovery',
    limits.restoredBytesPerDay / 1024 ** 4,
    teraBytes,
    true,
  ),
];

const serviceCode = 'cassandra';
const serviceName = 'Amazon Keyspaces (for Apache Cassandra)';
const pageMax = 100;

export function createServiceQuotas(): ServiceQuotas {
  return {
    call: async (operation, input, owner) => {
      const members = (typeof input === 'object' && input !== null ? input : {}) as Readonly<Record<string, unknown>>;
      switch (operation) {
        // applied values and defaults are the same: the engine raises none
        case 'ListServices':
          return { Services: [{ ServiceCode: serviceCode, ServiceName: serviceName }] };
        case 'ListServiceQuotas':
        case 'ListAWSDefaultServiceQuotas':
          return listQuotas(members, owner);
        case 'GetServiceQuota':
        case 'GetAWSDefaultServiceQuota':
          return getQuota(members, owner);
        default:
          throw new ApiError('UnknownOperationException', `${operation} is not offered by this engine`, 404);
      }
    },
  };
}

type Owner = Pick<Caller, 'region' | 'accountId'>;

function listQuotas(members: Readonly<Record<string, unknown>>, owner: Owner): Record<string, unknown> {
  checkService(members.ServiceCode);
  const wanted = wantedQuotas(members);
  const size = members.MaxResults ?? pageMax;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > pageMax)
    throw illegal(`MaxResults must be between 1 and ${pageMax}.`);
  const start = members.NextToken === undefined || members.NextToken === null ? 0 : readToken(members.NextToken);
  const shown = wanted.slice(start, start + size);
  const next = start + shown.length;
  return {
    Quotas: shown.map((each) => quotaOut(each, owner)),
    ...(next < wanted.length ? { NextToken: writeOffset('quotas', next) } : {}),
  };
}

/** All, or the one that a filter names; quotas of Keyspaces are those of the account. */
function wantedQuotas({
  QuotaCode: code,
  QuotaAppliedAtLevel: level,
}: Readonly<Record<string, unknown>>): readonly Quota[] {
  if (given(level) && level !== 'ACCOUNT' && level !== 'RESOURCE' && level !== 'ALL')
    throw illegal('QuotaAppliedAtLevel must be ACCOUNT, RESOURCE or ALL.');
  if (level === 'RESOURCE') return [];
  if (!given(code)) return quotas;
  checkCode(code);
  return quotas.filter((each) => each.code === code);
}

function getQuota(members: Readonly<Record<string, unknown>>, owner: Owner): Record<string, unknown> {
  checkService(members.ServiceCode);
  if (!given(members.QuotaCode)) throw illegal('QuotaCode is required.');
  checkCode(members.QuotaCode);
  const found = quotas.find((each) => each.code === members.QuotaCode);
  if (found === undefined)
    throw new ApiError('NoSuchResourceException', `The quota ${members.QuotaCode} does not exist for ${serviceCode}.`);
  return { Quota: quotaOut(found, owner) };
}

const illegal = (message: string) => new ApiError('IllegalArgumentException', message);

const given = (value: unknown): boolean => value !== undefined && value !== null;

function checkCode(code: unknown): void {
  if (typeof code !== 'string' || !/^[a-zA-Z][a-zA-Z0-9-]{1,127}$/.test(code))
    throw illegal('QuotaCode must be a letter, followed by letters, digits and -.');
}

function checkService(code: unknown): void {
  if (!given(code)) throw illegal('ServiceCode is required.');
  if (typeof code !== 'string' || !/^[a-zA-Z][a-zA-Z0-9-]{1,62}$/.test(code))
    throw illegal('ServiceCode must be a letter, followed by letters, digits and -.');
  if (code !== serviceCode)
    throw new ApiError(
      'NoSuchResourceException',
      `The service ${code} is not one of this engine: ask for ${serviceCode}.`,
    );
}

function readToken(token: unknown): number {
  const offset = readOffset('quotas', token);
  if (offset === undefined)
    throw new ApiError('InvalidPaginationTokenException', 'The token is not one that this listing gave.');
  return offset;
}

function quotaOut(each: Quota, { region, accountId }: Owner): Record<string, unknown> {
  return {
    ServiceCode: serviceCode,
    ServiceName: serviceName,
    QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:${serviceCode}/${each.code}`,
    QuotaCode: each.code,
    QuotaName: each.name,
    Value: each.value,
    Unit: each.unit,
    Adjustable: each.adjustable,
    GlobalQuota: false,
  };
}
