// Values of Elastic's Helm charts: each block named after a sub-chart of `eck-stack` becomes one resource, whose fields
// stand in the block itself or, as in older releases of the charts, in its `spec`. Source: templates and values.yaml of
// deploy/eck-stack in cloud-on-k8s, charts 0.1 to 0.16.
import type { Field, Path } from '../text/field.ts';
import { Given, View } from '../text/view.ts';
import { chartKinds, type EckKind, isChart } from './kinds.ts';

/** A resource that Helm values ask for. */
export interface ChartBlock {
  /** the sub-chart, which is the key of the block */
  readonly chart: string;
  readonly kind: EckKind;
  /** shows the block as the resource */
  readonly root: Field;
  /** the block has what its chart insists on; else it is laid over another one */
  readonly whole: boolean;
}

interface Chart {
  /** fields of `spec` that the template writes */
  readonly fixed?: Readonly<Record<string, string>>;
  /** fields of `spec` that some release of the chart fills in when the values leave them out */
  readonly defaults?: readonly string[];
  /** of these fields the chart needs one */
  readonly needs?: readonly string[];
}

const workloads = ['daemonSet', 'deployment', 'statefulSet'];

const charts: Readonly<Record<keyof typeof chartKinds, Chart>> = {
  'eck-agent': { defaults: ['elasticsearchRefs'], needs: workloads },
  'eck-apm-server': { defaults: ['count', 'elasticsearchRef'] },
  'eck-autoops-agent-policy': { needs: ['autoOpsRef'] },
  'eck-beats': { defaults: ['elasticsearchRef'], needs: workloads },
  'eck-elasticsearch': { defaults: ['nodeSets'] },
  'eck-enterprise-search': { defaults: ['count', 'elasticsearchRef'] },
  'eck-fleet-server': {
    fixed: { mode: 'fleet', fleetServerEnabled: 'true' },
    defaults: ['policyID', 'elasticsearchRefs', 'kibanaRef'],
    needs: workloads,
  },
  'eck-kibana': { defaults: ['count', 'elasticsearchRef'] },
  'eck-logstash': { defaults: ['count', 'elasticsearchRefs'] },
  'eck-package-registry': { defaults: ['count'] },
};

/** What a block has for its chart; everything else is a field of `spec`. */
const chartKeys = new Set([
  'annotations',
  'clusterRole',
  'clusterRoleBinding',
  'enabled',
  'extraObjects',
  'fullnameOverride',
  'global',
  'ingress',
  'labels',
  'nameOverride',
  'serviceAccount',
  'spec',
]);

/** One of these has to be in a block, for a key of that name can be anything: a service, a job, a list of versions. */
const telling = new Set([
  ...['enabled', 'fullnameOverride', 'nameOverride', 'spec', 'nodeSets', 'podTemplate', 'ingress'],
  ...['elasticsearchRef', 'elasticsearchRefs', 'kibanaRef', 'fleetServerRef', 'policyID', 'secureSettings'],
  ...['clusterRole', 'autoOpsRef', 'pipelines', 'http', 'count', 'config', ...workloads],
]);

/** The labels that every chart gives to its resource; a values file only adds to them. */
const chartLabels = [
  'helm.sh/chart',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
];

/** What a document asks for as values of a chart; nothing for a document that is something else. */
export const chartBlocks = (root: Field): ChartBlock[] =>
  valuesIn(root).flatMap((values) =>
    values.entries().flatMap((block) => {
      const chart = String(block.name);
      return isChart(chart) && isBlock(block) && block.get('enabled').value !== false ? [blockOf(block, chart)] : [];
    }),
  );

/** Where a document holds values: all of it, also as those of a chart that depends on `eck-stack`, or inline. */
function valuesIn(root: Field): Field[] {
  const kind = root.get('kind').text;
  const apiVersion = root.get('apiVersion').text ?? '';
  if (!root.get('kind').exists && apiVersion === '') return [root, root.get('eck-stack')];
  if (kind === 'HelmRelease' && apiVersion.startsWith('helm.toolkit.fluxcd.io/')) return [root.at(['spec', 'values'])];
  if (kind !== 'Application' || !apiVersion.startsWith('argoproj.io/')) return [];
  const sources = [root.at(['spec', 'source']), ...root.at(['spec', 'sources']).items()];
  return sources.map((source) => source.at(['helm', 'valuesObject']));
}

const isBlock = (block: Field): boolean => block.entries().some(({ name }) => telling.has(String(name)));

function blockOf(block: Field, chart: keyof typeof chartKinds): ChartBlock {
  const root = new View(block, block.parent, block.name, {
    get: (step) => (step === 'spec' ? spec : step === 'metadata' ? metadata : block.get(step)),
    entries: () => [metadata, spec],
    route: routeOf,
  });
  const spec: Field = specOf(block, root, charts[chart]);
  const metadata: Field = metadataOf(block, root);
  const { needs } = charts[chart];
  const whole = needs === undefined || needs.some((name) => isGiven(spec.get(name)));
  return { chart, kind: chartKinds[chart], root, whole };
}

function specOf(block: Field, root: Field, { fixed = {}, defaults = [] }: Chart): Field {
  const older = block.get('spec');
  // where something new is written
  const home = older.map && older.map.items.length > 0 ? older : block;
  const unwritten = new Map<string | number, Field>();
  const spec: Field = new View(home, root, 'spec', {
    get(step) {
      const [first, second] = [older.get(step), block.get(step)];
      const own = !isTrue(first) && second.exists && !chartKeys.has(String(step));
      const written = own ? second : first;
      const given = unwritten.get(step);
      // Helm lays an empty map over the default, and the default stays
      const isDefault = given !== undefined && written.map?.items.length === 0;
      if (written.exists && !isDefault && !isDropped(written)) return written;
      if (given || !written.exists) return given ?? (chartKeys.has(String(step)) ? first : home.get(step));
      const dropped = new Given(spec, String(step));
      unwritten.set(step, dropped);
      return dropped;
    },
    entries() {
      const own = block.entries().filter(({ name }) => !chartKeys.has(String(name)));
      const names = new Set([...older.entries(), ...own].map(({ name }) => name));
      return [...names].map((name) => spec.get(name));
    },
  });
  for (const [name, text] of Object.entries(fixed)) unwritten.set(name, new Given(spec, name, text));
  for (const name of ['version', ...defaults]) unwritten.set(name, new Given(spec, name));
  return spec;
}

function metadataOf(block: Field, root: Field): Field {
  const named = block.get('fullnameOverride');
  const metadata: Field = new View(block, root, 'metadata', {
    get(step) {
      if (step === 'name') return isTrue(named) ? named : name;
      return step === 'namespace' ? namespace : step === 'labels' ? labels : block.get(step);
    },
    entries: () => [name, namespace, labels, block.get('annotations')].filter(({ exists }) => exists),
  });
  const name = new Given(metadata, 'name');
  const namespace = new Given(metadata, 'namespace');
  const labels = labelsOf(block.get('labels'), metadata);
  return metadata;
}

function labelsOf(written: Field, metadata: Field): Field {
  const given = new Map<string | number, Field>();
  const labels: Field = new View(written, metadata, 'labels', {
    get: (step) => (written.get(step).exists ? written.get(step) : (given.get(step) ?? written.get(step))),
    entries: () => [...[...given.values()].filter(({ name }) => !written.get(name).exists), ...written.entries()],
  });
  for (const label of chartLabels) given.set(label, new Given(labels, label));
  return labels;
}

/** The route below the resource of what stands at a route below its block. */
function routeOf(written: Path): Path {
  const [first] = written;
  if (first === undefined || first === 'spec' || first === 'metadata') return written;
  if (first === 'fullnameOverride') return ['metadata', 'name'];
  return [first === 'labels' || first === 'annotations' ? 'metadata' : 'spec', ...written];
}

/** As a template's `or` takes it. */
const isTrue = (field: Field): boolean =>
  field.map || field.list
    ? (field.map ?? field.list)?.items.length !== 0
    : field.exists && (field.shape === 'template' || Boolean(field.value));

/** What the templates leave out: an empty reference means the same without them, an empty workload is kept. */
function isDropped(field: Field): boolean {
  const name = String(field.name);
  if (name === 'podDisruptionBudget') return !isTrue(field.get('spec'));
  const kept = field.value === false || /Refs?$/.test(name) || (field.map !== undefined && workloads.includes(name));
  return !kept && !isTrue(field);
}

/** Written, and not as nothing. */
const isGiven = (field: Field): boolean => field.exists && !(field instanceof Given);
