// One change as the audit log has it: CloudTrail's record [facts/control-plane 7.2] read into what operators ask for.

export interface AuditEntry {
  readonly id: string;
  /** ISO 8601, whole seconds. */
  readonly at: string;
  /** A CQL verb: `AlterTable`. */
  readonly event: string;
  /** A user's name, a role session's name, or the service that acted. */
  readonly user: string;
  readonly principal: string;
  readonly source: string;
  readonly region: string;
  readonly keyspace?: string;
  readonly table?: string;
  /** What a call is about that is no table: the name of an alarm. */
  readonly subject?: string;
  /** The statement, or what the call amounts to in CQL. */
  readonly cql?: string;
  readonly sourceAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

type Members = Readonly<Record<string, unknown>>;
const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** From the JSON text of a CloudTrailEvent; undefined for what is no record. */
export function auditEntryOf(json: string): AuditEntry | undefined {
  let record: Members;
  try {
    record = members(JSON.parse(json));
  } catch {
    return undefined;
  }
  const identity = members(record.userIdentity);
  const parameters = members(record.requestParameters);
  const [id, at, event] = [text(record.eventID), text(record.eventTime), text(record.eventName)];
  if (id === undefined || at === undefined || event === undefined) return undefined;
  const principal = text(identity.arn) ?? text(identity.invokedBy) ?? '';
  const named = namesOf(parameters);
  const optional = {
    keyspace: named.keyspace,
    table: named.table,
    subject: subjectOf(parameters),
    cql: text(parameters.rawQuery),
    sourceAddress: text(record.sourceIPAddress),
    userAgent: text(record.userAgent),
    errorCode: text(record.errorCode),
    errorMessage: text(record.errorMessage),
  };
  return {
    id,
    at,
    event,
    user: text(identity.invokedBy)?.replace('.amazonaws.com', '') ?? text(identity.userName) ?? lastPart(principal),
    principal,
    source: text(record.eventSource) ?? '',
    region: text(record.awsRegion) ?? '',
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

const lastPart = (arn: string): string => (arn.endsWith(':root') ? 'root' : (arn.split('/').at(-1) ?? arn));

/** Keyspaces' records name the table; those of Application Auto Scaling have a resource id. */
function namesOf(parameters: Members): { readonly keyspace: string | undefined; readonly table: string | undefined } {
  const id = text(parameters.resourceId) ?? '';
  const [, keyspace, table] = /^keyspace\/([^/]+)\/table\/([^/]+)$/.exec(id) ?? [];
  return { keyspace: text(parameters.keyspaceName) ?? keyspace, table: text(parameters.tableName) ?? table };
}

function subjectOf({ alarmName, alarmNames }: Members): string | undefined {
  return text(alarmName) ?? (Array.isArray(alarmNames) ? text(alarmNames.join(', ')) : undefined);
}
