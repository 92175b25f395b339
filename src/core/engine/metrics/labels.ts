// Labels of GetMetricData with values in them: `${MAX}`, `${LAST_TIME}` and their kin are replaced by what the series has,
// times in the time zone that the request names.

export interface Labelled {
  /** What `${LABEL}` stands for. */
  readonly plain: string;
  /** Properties of the metric by the name that `${PROP('…')}` takes. */
  readonly properties: ReadonlyMap<string, string>;
  /** Oldest first: epoch seconds and value. */
  readonly points: readonly (readonly [number, number])[];
  /** `+0130` or `-0800`. */
  readonly timezone: string;
}

export const isTimezone = (text: string): boolean => /^[+-](?:0\d|1[0-4])[0-5]\d$/.test(text);

/** Words that the engine does not know stay as they are. */
export function labelOf(text: string, labelled: Labelled): string {
  return text.replace(/\$\{([A-Z_]+)(?:\('([^']*)'\))?\}/g, (whole, word: string, operand: string | undefined) => {
    if (word === 'PROP') return labelled.properties.get(operand ?? '') || whole;
    return wordOf(word, labelled) ?? whole;
  });
}

function wordOf(word: string, { plain, points, timezone }: Labelled): string | undefined {
  const values = points.map(([, value]) => value);
  const [first, last] = [points[0], points.at(-1)];
  const at = (wanted: number) => points.find(([, value]) => value === wanted)?.[0];
  const most = Math.max(...values);
  const least = Math.min(...values);
  const time = (seconds: number | undefined) => (seconds === undefined ? '' : timeText(seconds, timezone));
  switch (word) {
    case 'LABEL':
      return plain;
    case 'DATAPOINT_COUNT':
      return String(points.length);
    case 'SUM':
      return amount(points.length, () => values.reduce((sum, value) => sum + value, 0));
    case 'AVG':
      return amount(points.length, () => values.reduce((sum, value) => sum + value, 0) / values.length);
    case 'MAX':
      return amount(points.length, () => most);
    case 'MIN':
      return amount(points.length, () => least);
    case 'FIRST':
      return amount(points.length, () => first?.[1] ?? 0);
    case 'LAST':
      return amount(points.length, () => last?.[1] ?? 0);
    case 'FIRST_TIME':
      return time(first?.[0]);
    case 'LAST_TIME':
      return time(last?.[0]);
    case 'MAX_TIME':
      return time(at(most));
    case 'MIN_TIME':
      return time(at(least));
    default:
      return undefined;
  }
}

const amount = (count: number, value: () => number): string =>
  count === 0 ? '' : String(Math.round(value() * 1000) / 1000);

function timeText(seconds: number, timezone: string): string {
  const sign = timezone.startsWith('-') ? -1 : 1;
  const minutes = sign * (Number(timezone.slice(1, 3)) * 60 + Number(timezone.slice(3)));
  const local = new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 19);
  return minutes === 0 ? `${local}Z` : `${local}${timezone.slice(0, 3)}:${timezone.slice(3)}`;
}
