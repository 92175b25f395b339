// Bytes to capacity units [control-plane facts 3.1, data-plane facts 4.1]. Apart so that metering, advice and tests
// share one arithmetic.

const readUnitBytes = 4096;
export const writeUnitBytes = 1024;

/** Units of a read of `bytes` at LOCAL_QUORUM, at least one; ONE and LOCAL_ONE cost half. */
export function readUnits(bytes: number, halved: boolean): number {
  const units = Math.max(1, Math.ceil(bytes / readUnitBytes));
  return halved ? units / 2 : units;
}

/** Units of writing (or deleting) one row of `bytes`, at least one. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / writeUnitBytes));
}
