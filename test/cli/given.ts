// Runs the command line without a process of its own, over rules that only these tests know, so that what is compared
// is the output and not the wording of a rule.
import { replaceValue } from '../../rules/engine/edit.ts';
import { defineRule, fix } from '../../rules/engine/rule.ts';
import type { Rule } from '../../rules/index.ts';
import { run } from '../../server/cli/run.ts';
import { slashes, type World } from '../../server/cli/world.ts';
import { type NodeHost, nodeHost } from '../../server/host/node.ts';
import { nodeRegistry } from '../../server/host/node-registry.ts';
import { nodeRevisions } from '../../server/host/node-revisions.ts';
import type { Open } from '../../server/probe/index.ts';

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  readonly input?: string | Uint8Array;
  readonly isTerminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly host?: NodeHost;
  readonly rules?: readonly Rule[];
  /** what the user types when he is asked; undefined when nobody is there */
  readonly answer?: string | undefined;
  readonly interrupted?: AbortSignal;
  readonly openCluster?: Open;
}

/** Runs `eck-lint` with these words in a folder. */
export async function eckLint(folder: string, words: readonly string[], given: Circumstances = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const {
    input = '',
    isTerminal = false,
    environment = {},
    home = '/nobody',
    rules = testRules,
    host = nodeHost(),
  } = given;
  const world: World = {
    folder: slashes(folder),
    home,
    environment,
    isTerminal,
    host,
    registry: nodeRegistry(),
    revisions: nodeRevisions(),
    rules,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...(given.openCluster && { openCluster: given.openCluster }),
    ask: async () => given.answer,
    interrupted: () => given.interrupted ?? new AbortController().signal,
    input: async () => (typeof input === 'string' ? new TextEncoder().encode(input) : input),
  };
  return { status: await run(words, world), out, err };
}

/** A Kibana on three lines. */
export const kibana = (name: string): string =>
  `apiVersion: kibana.k8s.elastic.co/v1\nkind: Kibana\nmetadata: { name: ${name} }\n`;

export const elasticsearch = (name: string): string =>
  `apiVersion: elasticsearch.k8s.elastic.co/v1\nkind: Elasticsearch\nmetadata: { name: ${name} }\n`;

/** Judges the names of Kibanas. */
const badName = defineRule({
  id: 'bad-name',
  topic: 'manifest',
  summary: 'A Kibana has a bad name.',
  severity: { bad: 'error', poor: 'warning', odd: 'info', long: 'hint' },
  kinds: ['Kibana'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    bad: () => 'This name is bad.',
    poor: () => 'This name is poor.',
    odd: () => 'This name is odd.',
    long: () => 'This name is long.',
  },
  check({ resource }, report, workspace) {
    const name = resource.root.at(['metadata', 'name']);
    const kind = name.text?.split('-')[0];
    if (kind !== 'bad' && kind !== 'poor' && kind !== 'odd' && kind !== 'long') return;
    report(name, kind, [], {
      related: () =>
        workspace.all('Elasticsearch').map((entry) => ({ entry, path: ['metadata', 'name'], message: 'See here.' })),
      fixes: () => {
        if (kind === 'bad') return [fix('Call it poor', replaceValue(name, 'poor'))];
        if (kind === 'poor') return [fix('Call it good', replaceValue(name, 'good'), name.text === 'poor')];
        return [];
      },
    });
  },
});

/** Wants every Elasticsearch to have the name of a Kibana, and would rename the Kibana. */
const lonely = defineRule({
  id: 'lonely',
  topic: 'references',
  summary: 'No Kibana has the name of an Elasticsearch.',
  severity: 'warning',
  kinds: ['Elasticsearch'],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: { found: (name) => `No Kibana is named ${name}.` },
  check({ resource }, report, workspace) {
    const name = resource.root.at(['metadata', 'name']);
    const kibanas = workspace.all('Kibana');
    if (kibanas.some((kibana) => kibana.resource.name === resource.name)) return;
    report(name, 'found', [name.text ?? ''], {
      fixes: () =>
        kibanas.map((kibana) =>
          fix('Rename the Kibana', replaceValue(kibana.resource.root.at(['metadata', 'name']), name.text ?? '')),
        ),
    });
  },
});

export const testRules: readonly Rule[] = [badName, lonely];
