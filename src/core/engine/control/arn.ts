// ARNs of keyspaces, tables and streams (control-plane facts 1.3): made, and taken apart for the tag operations.

import { validation } from './errors.js';

export interface Owner {
  readonly region: string;
  readonly accountId: string;
}

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};
const prefix = (owner: Owner): string =>
  `arn:${partitionOf(owner.region)}:cassandra:${owner.region}:${owner.accountId}:/keyspace/`;

export const keyspaceArn = (owner: Owner, keyspace: string): string => `${prefix(owner)}${keyspace}/`;
export const tableArn = (owner: Owner, keyspace: string, table: string): string =>
  `${prefix(owner)}${keyspace}/table/${table}`;
export const streamArn = (owner: Owner, keyspace: string, table: string, label: string): string =>
  `${tableArn(owner, keyspace, table)}/stream/${label}`;

export type Resource =
  | { readonly kind: 'keyspace'; readonly keyspace: string }
  | { readonly kind: 'table'; readonly keyspace: string; readonly table: string }
  | { readonly kind: 'stream'; readonly keyspace: string; readonly table: string; readonly label: string };

const form =
  /^arn:aws[a-zA-Z0-9-]*:cassandra:([^:]*):([^:]*):\/keyspace\/([^/]+)(?:\/|\/table\/([^/]+)(?:\/stream\/(.+))?)$/;

/** Throws a ValidationException for an ARN that names no Keyspaces resource of this account and Region. */
export function parseArn(owner: Owner, arn: string): Resource {
  const parts = form.exec(arn);
  const [, region, accountId, keyspace, table, label] = parts ?? [];
  if (keyspace === undefined) throw validation(`Invalid resource ARN: ${arn}`);
  if (region !== owner.region || accountId !== owner.accountId)
    throw validation(`The resource ARN ${arn} is not of account ${owner.accountId} in ${owner.region}`);
  if (table === undefined) return { kind: 'keyspace', keyspace };
  return label === undefined ? { kind: 'table', keyspace, table } : { kind: 'stream', keyspace, table, label };
}
