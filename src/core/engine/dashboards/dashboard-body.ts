// What CloudWatch says of a dashboard's body: problems that refuse it, in the form of its validation messages, and remarks
// on what it takes all the same. After the structure that its user guide gives for dashboards and widgets.

export interface Remark {
  /** JSON pointer of the place. */
  readonly dataPath: string;
  readonly message: string;
}

export interface BodyFindings {
  readonly problems: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** Widgets of a dashboard. */
const widgetsMax = 500;
const gridWidth = 24;
const gridHeight = 1000;
const widgetTypes = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom', 'chart'] as const;

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const required = (dataPath: string, name: string): Remark => ({
  dataPath,
  message: `Should have required property '${name}'`,
});

export function examineBody(body: string): BodyFindings {
  const refused = (message: string): BodyFindings => ({ problems: [{ dataPath: '', message }], warnings: [] });
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return refused('The body is not valid JSON');
  }
  if (!isObject(parsed)) return refused('Should be object');
  const { widgets } = parsed;
  if (widgets === undefined) return { problems: [required('', 'widgets')], warnings: [] };
  if (!Array.isArray(widgets))
    return { problems: [{ dataPath: '/widgets', message: 'Should be array' }], warnings: [] };
  const problems = [...frameProblems(parsed)];
  if (widgets.length > widgetsMax)
    problems.push({ dataPath: '/widgets', message: `Should NOT have more than ${widgetsMax} items` });
  const warnings: Remark[] = [];
  for (const [index, widget] of widgets.entries()) examineWidget(widget, `/widgets/${index}`, { problems, warnings });
  return { problems, warnings };
}

/** Time range and period of the whole dashboard. */
function frameProblems({ start, end, periodOverride }: Members): Remark[] {
  const problems: Remark[] = [];
  for (const [name, value] of Object.entries({ start, end }))
    if (value !== undefined && typeof value !== 'string')
      problems.push({ dataPath: `/${name}`, message: 'Should be string' });
  if (end !== undefined && start === undefined) problems.push(required('', 'start'));
  if (periodOverride !== undefined && periodOverride !== 'auto' && periodOverride !== 'inherit')
    problems.push({ dataPath: '/periodOverride', message: 'Should be equal to one of the allowed values' });
  return problems;
}

interface Notes {
  readonly problems: Remark[];
  readonly warnings: Remark[];
}

function examineWidget(widget: unknown, at: string, { problems, warnings }: Notes): void {
  if (!isObject(widget)) {
    problems.push({ dataPath: at, message: 'Should be object' });
    return;
  }
  for (const [name, least, most] of [
    ['x', 0, gridWidth - 1],
    ['y', 0, Number.MAX_SAFE_INTEGER],
    ['width', 1, gridWidth],
    ['height', 1, gridHeight],
  ] as const) {
    const value = widget[name];
    if (value === undefined) continue;
    const dataPath = `${at}/${name}`;
    if (typeof value !== 'number' || !Number.isInteger(value))
      problems.push({ dataPath, message: 'Should be integer' });
    else if (value < least) problems.push({ dataPath, message: `Should be >= ${least}` });
    else if (value > most) problems.push({ dataPath, message: `Should be <= ${most}` });
  }
  const { type, properties } = widget;
  if (type === undefined) problems.push(required(at, 'type'));
  else if (!(widgetTypes as readonly unknown[]).includes(type))
    problems.push({ dataPath: `${at}/type`, message: 'Should be equal to one of the allowed values' });
  if (properties === undefined) problems.push(required(at, 'properties'));
  else if (!isObject(properties)) problems.push({ dataPath: `${at}/properties`, message: 'Should be object' });
  else examineProperties(String(type), properties, `${at}/properties`, { problems, warnings });
}

function examineProperties(type: string, properties: Members, at: string, { problems, warnings }: Notes): void {
  const needs = (...names: readonly string[]) => {
    for (const name of names) if (properties[name] === undefined) problems.push(required(at, name));
  };
  switch (type) {
    case 'metric':
      examineMetrics(properties, at, { problems, warnings });
      return;
    case 'text':
      needs('markdown');
      return;
    case 'log':
      needs('query', 'region');
      return;
    case 'alarm':
      needs('alarms');
      if (properties.alarms !== undefined && !Array.isArray(properties.alarms))
        problems.push({ dataPath: `${at}/alarms`, message: 'Should be array' });
      return;
    case 'custom':
      needs('endpoint');
      return;
    default:
      return;
  }
}

function examineMetrics({ metrics, annotations, region, period }: Members, at: string, { problems, warnings }: Notes) {
  if (metrics === undefined && annotations === undefined) problems.push(required(at, 'metrics'));
  if (region === undefined && metrics !== undefined)
    warnings.push({ dataPath: at, message: "Should have required property 'region'" });
  if (period !== undefined && (typeof period !== 'number' || period < 1 || period % 1 !== 0))
    problems.push({ dataPath: `${at}/period`, message: 'Should be integer' });
  if (metrics === undefined) return;
  if (!Array.isArray(metrics)) {
    problems.push({ dataPath: `${at}/metrics`, message: 'Should be array' });
    return;
  }
  for (const [index, row] of metrics.entries()) {
    const dataPath = `${at}/metrics/${index}`;
    if (!Array.isArray(row)) {
      problems.push({ dataPath, message: 'Should be array' });
      continue;
    }
    const names = isObject(row.at(-1)) ? row.slice(0, -1) : row;
    if (!names.every((name) => typeof name === 'string'))
      problems.push({
        dataPath,
        message:
          'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element',
      });
  }
}
