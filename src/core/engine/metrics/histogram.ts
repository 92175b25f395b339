// Latencies as counts in log-linear buckets of 1/32 octave (3 % wide), in microseconds: adding two histograms is exact,
// so samples of several processes and minutes merge without losing their percentiles.

const subBits = 5;
const subCount = 1 << subBits;
/** Buckets up to 2^32 microseconds (71 minutes). */
const bucketCount = (32 - subBits) * subCount + subCount;

function bucketOf(micros: number): number {
  if (micros < subCount) return micros;
  const exponent = 31 - Math.clz32(micros);
  const shift = exponent - subBits;
  return ((shift + 1) << subBits) + ((micros >>> shift) & (subCount - 1));
}

/** The middle of a bucket, microseconds. */
function middleOf(bucket: number): number {
  if (bucket < subCount) return bucket;
  const shift = (bucket >> subBits) - 1;
  const low = ((bucket & (subCount - 1)) + subCount) * 2 ** shift;
  return low + 2 ** shift / 2;
}

/** Bucket numbers and counts in turn: [bucket, count, bucket, count, ...]. */
export type SparseCounts = readonly number[];

export class Histogram {
  private readonly counts = new Uint32Array(bucketCount);
  count = 0;

  record(nanoseconds: number): void {
    const micros = Math.min(0xffffffff, Math.max(0, Math.round(nanoseconds / 1000))) >>> 0;
    const bucket = bucketOf(micros);
    this.counts[bucket] = this.counts[bucket]! + 1;
    this.count++;
  }

  toSparse(): SparseCounts {
    const sparse: number[] = [];
    if (this.count > 0) {
      for (let bucket = 0; bucket < bucketCount; bucket++) {
        const count = this.counts[bucket]!;
        if (count > 0) sparse.push(bucket, count);
      }
    }
    return sparse;
  }

  add(sparse: SparseCounts): void {
    for (let i = 0; i + 1 < sparse.length; i += 2) {
      const bucket = sparse[i]!;
      if (bucket < 0 || bucket >= bucketCount) continue;
      this.counts[bucket] = this.counts[bucket]! + sparse[i + 1]!;
      this.count += sparse[i + 1]!;
    }
  }

  reset(): void {
    if (this.count > 0) this.counts.fill(0);
    this.count = 0;
  }

  /** Milliseconds below which `share` (0 to 1) of the samples lie; undefined without samples. */
  percentileMs(share: number): number | undefined {
    if (this.count === 0) return undefined;
    const wanted = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      seen += this.counts[bucket]!;
      if (seen >= wanted) return middleOf(bucket) / 1000;
    }
    return undefined;
  }
}
