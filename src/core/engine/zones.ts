// The Availability Zones of a Region, and the addresses that stand for them on this machine. Apart because catalog (racks),
// server (listening), session (replicas) and chaos (what can fail) have to mean the same by them.

import { limits } from './limits.js';

/** Amazon Keyspaces keeps every row in three zones, and LOCAL_QUORUM is two of them. */
const zoneLetters = ['a', 'b', 'c'] as const;
export const replicas = zoneLetters.length;
export const quorum = 2;

/** `us-east-1a`, `us-east-1b`, `us-east-1c`. */
export const zonesOf = (region: string): readonly string[] => zoneLetters.map((letter) => region + letter);

/** One address that clients may dial: what drivers take for a node. */
export interface ZoneNode {
  readonly address: string;
  /** `us-east-1a`. */
  readonly zone: string;
}

/** What a Region shows of itself: so many zones, over which so many addresses are dealt in turn. */
export interface Topology {
  /** 1 to 3. */
  readonly zones: number;
  /** As many as zones when left out; nine are what a public endpoint of Amazon Keyspaces lists [data-plane facts 3.2]. */
  readonly nodes?: number;
}

/** A topology that cannot be had. */
export class TopologyRefusal extends Error {
  override readonly name = 'TopologyRefusal';
}

/** The nodes of a Region: `host` and the IPv4 addresses that follow it. None for a Region of one address. */
export function nodesOf(region: string, host: string, { zones, nodes = zones }: Topology): readonly ZoneNode[] {
  if (!Number.isInteger(zones) || zones < 1 || zones > replicas)
    throw new TopologyRefusal(`A Region shows 1 to ${replicas} Availability Zones, not ${zones}`);
  if (!Number.isInteger(nodes) || nodes < zones || nodes > limits.nodesPerRegion)
    throw new TopologyRefusal(`${zones} zones have ${zones} to ${limits.nodesPerRegion} nodes, not ${nodes}`);
  if (nodes === 1) return [];
  const first = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1).map(Number);
  const last = first?.[2];
  if (first === undefined || last === undefined || first.some((part) => part > 255) || last + nodes > 256)
    throw new TopologyRefusal(
      `Several nodes need loopback addresses that follow one another, beginning with one such as 127.0.0.1: ${host} is none`,
    );
  const named = zonesOf(region);
  return Array.from({ length: nodes }, (_, index) => ({
    address: `127.${first[0]}.${first[1]}.${last + index}`,
    zone: named[index % zones]!,
  }));
}

/** The full name of a zone given as `a`, `A` or `us-east-1a`; undefined when no Region in `regions` has it. */
export function zoneNamed(text: string, regions: readonly string[]): { region: string; zone: string } | undefined {
  const name = text.toLowerCase();
  for (const region of regions) {
    const zone = zonesOf(region).find((each) => each === name || each === region + name);
    if (zone !== undefined) return { region, zone };
  }
  return undefined;
}
