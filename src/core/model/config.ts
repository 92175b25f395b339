// Targets: named places where a command acts, as the configuration file holds them, and the Region and profile choices
// that flags make on top of one.

export type TargetKind = 'local' | 'aws';

export interface EndpointOverrides {
  /** `http://127.0.0.1:4570`: Keyspaces, CloudWatch and STS. */
  readonly http?: string;
  /** `127.0.0.1:9042`: of every Region that `cqlOf` does not name. */
  readonly cql?: string;
  /** By Region, where each has an endpoint of its own. */
  readonly cqlOf?: Readonly<Record<string, string>>;
  /** False for a local server without TLS. */
  readonly tls?: boolean;
}

export interface Target {
  readonly name: string;
  readonly kind: TargetKind;
  /** Shown in every screen: red, green, yellow, blue, magenta, cyan, white. */
  readonly colour?: string;
  readonly readOnly: boolean;
  readonly protected: boolean;
  readonly regions: readonly string[];
  /** AWS profiles; each with each Region is a place. */
  readonly profiles: readonly string[];
  /** Only of local targets: where the engine keeps its data; the default folder when left out. */
  readonly dataDir?: string;
  readonly endpoints: EndpointOverrides;
}

export interface Config {
  /** The target that is used when none is named. */
  readonly current: string;
  readonly targets: readonly Target[];
}

export const defaultRegion = 'us-east-1';

export const localTarget: Target = {
  name: 'local',
  kind: 'local',
  readOnly: false,
  protected: false,
  regions: [defaultRegion],
  profiles: [],
  endpoints: {},
};

export const emptyConfig: Config = { current: 'local', targets: [] };

/** The file's targets, with the built-in `local` unless the file has its own. */
export function allTargets(config: Config): readonly Target[] {
  return config.targets.some((target) => target.name === localTarget.name)
    ? config.targets
    : [localTarget, ...config.targets];
}
