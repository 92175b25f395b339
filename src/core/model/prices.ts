// What Amazon Keyspaces charges, by Region, with the date of the figures, and what a table costs a month at its present
// rate. A Region that is not here has no known price, and is said to have none [facts/control-plane 9.1 to 9.3].

export interface RegionPrices {
  /** US dollars: per million request units, per unit-hour, per GB-month. */
  readonly readMillion: number;
  readonly writeMillion: number;
  readonly readUnitHour: number;
  readonly writeUnitHour: number;
  readonly storageGb: number;
  readonly pitrGb: number;
}

/** The AWS price map that the figures come from was published then. */
export const pricesDate = '2025-11-05';

const row = (
  readMillion: number,
  writeMillion: number,
  readUnitHour: number,
  writeUnitHour: number,
  storageGb: number,
  pitrGb: number,
): RegionPrices => ({ readMillion, writeMillion, readUnitHour, writeUnitHour, storageGb, pitrGb });

const prices: Readonly<Record<string, RegionPrices>> = {
  'us-east-1': row(0.125, 0.625, 0.00013, 0.00065, 0.25, 0.2),
  'us-east-2': row(0.125, 0.625, 0.00013, 0.00065, 0.25, 0.2),
  'us-west-2': row(0.125, 0.625, 0.00013, 0.00065, 0.25, 0.2),
  'us-west-1': row(0.1395, 0.695, 0.000145, 0.000725, 0.28, 0.224),
  'ca-central-1': row(0.1375, 0.6875, 0.000143, 0.000715, 0.275, 0.22),
  'sa-east-1': row(0.1875, 0.9375, 0.000195, 0.000975, 0.375, 0.3),
  'eu-west-1': row(0.1415, 0.705, 0.000147, 0.000735, 0.283, 0.22),
  'eu-west-2': row(0.1487, 0.7423, 0.0001544, 0.000772, 0.29715, 0.23772),
  'eu-west-3': row(0.1487, 0.7423, 0.0001544, 0.000772, 0.29715, 0.23772),
  'eu-central-1': row(0.1525, 0.7625, 0.0001586, 0.000793, 0.306, 0.2448),
  'eu-north-1': row(0.1345, 0.67, 0.00014, 0.000698, 0.269, 0.21),
  'ap-northeast-1': row(0.1425, 0.715, 0.0001484, 0.000742, 0.285, 0.228),
  'ap-northeast-2': row(0.1355, 0.68, 0.00014098, 0.0007049, 0.27075, 0.2166),
  'ap-southeast-1': row(0.1425, 0.71, 0.000148, 0.00074, 0.285, 0.228),
  'ap-southeast-2': row(0.1425, 0.71, 0.000148, 0.00074, 0.285, 0.228),
  'ap-south-1': row(0.1425, 0.71, 0.000148, 0.00074, 0.285, 0.228),
  'ap-southeast-7': row(0.1283, 0.639, 0.0001332, 0.000666, 0.2565, 0.2052),
  'ap-east-1': row(0.155, 0.785, 0.0001628, 0.000814, 0.3135, 0.2508),
  'af-south-1': row(0.1683, 0.8389, 0.00017493, 0.00087465, 0.33677, 0.2618),
  'me-south-1': row(0.1555, 0.775, 0.0001617, 0.0008085, 0.3113, 0.242),
  'us-gov-east-1': row(0.15, 0.75, 0.000156, 0.00078, 0.3, 0.24),
  'us-gov-west-1': row(0.15, 0.75, 0.000156, 0.00078, 0.3, 0.24),
};

export const pricesOf = (region: string): RegionPrices | undefined => prices[region];

const monthHours = 730;
const monthSeconds = 2_628_000;
const gigabyte = 1024 ** 3;

export interface CostBasis {
  readonly region: string;
  readonly provisioned: boolean;
  /** Provisioned units, or consumed units per second. */
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly sizeBytes: number;
  readonly pitr: boolean;
}

/** US dollars a month; undefined where the Region's prices are not known. Free tiers and TTL deletes are left out. */
export function monthlyCost(basis: CostBasis): number | undefined {
  const price = pricesOf(basis.region);
  if (price === undefined) return undefined;
  const throughput = basis.provisioned
    ? (basis.readUnits * price.readUnitHour + basis.writeUnits * price.writeUnitHour) * monthHours
    : ((basis.readUnits * price.readMillion + basis.writeUnits * price.writeMillion) * monthSeconds) / 1e6;
  const gigabytes = basis.sizeBytes / gigabyte;
  return throughput + gigabytes * (price.storageGb + (basis.pitr ? price.pitrGb : 0));
}
