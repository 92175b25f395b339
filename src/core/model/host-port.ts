// `host:port` taken apart; IPv6 addresses in brackets.

import { usage } from './errors.js';

export function splitHostPort(text: string, standardPort: number): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) throw usage(`"${text}" is not HOST or HOST:PORT.`);
  return { host, port: match?.[3] === undefined ? standardPort : Number(match[3]) };
}
