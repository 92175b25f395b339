// Names of the consistency levels, in the order of their numbers on the wire [native protocol v4, section 3]. Apart,
// because the engine and the clients' side speak of the same ones.

export const consistencyNames = [
  'ANY',
  'ONE',
  'TWO',
  'THREE',
  'QUORUM',
  'ALL',
  'LOCAL_QUORUM',
  'EACH_QUORUM',
  'SERIAL',
  'LOCAL_SERIAL',
  'LOCAL_ONE',
] as const;
export type ConsistencyName = (typeof consistencyNames)[number];
