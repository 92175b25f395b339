// CQL endpoints as they are typed: one for every Region, or one for each.

import type { EndpointOverrides } from './config.js';
import { usage } from './errors.js';
import { splitHostPort } from './host-port.js';
import { parseRegion } from './names.js';

const standardPort = 9042;

/** `127.0.0.1:9042`, or `eu-west-1=127.0.0.1:9043`, as often as there are Regions. */
export function parseCqlEndpoints(texts: readonly string[]): Pick<EndpointOverrides, 'cql' | 'cqlOf'> {
  let cql: string | undefined;
  const cqlOf: Record<string, string> = {};
  for (const text of texts) {
    const [left = '', right] = text.split('=', 2);
    const endpoint = right ?? left;
    splitHostPort(endpoint, standardPort);
    if (right !== undefined) cqlOf[parseRegion(left)] = endpoint;
    else if (cql === undefined) cql = endpoint;
    else throw usage(`Two endpoints for every Region: ${cql} and ${endpoint}.`, 'eu-west-1=127.0.0.1:9043');
  }
  return { ...(cql !== undefined && { cql }), ...(Object.keys(cqlOf).length > 0 && { cqlOf }) };
}
