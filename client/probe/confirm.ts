// What the user agrees to before the first request: the cluster, then the Secrets.
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type Contexts,
  contextsMethod,
  type Destination,
  destinationMethod,
  type ProbeParams,
  type ProbeTarget,
} from '../../server/lsp/protocol.ts';
import { kubeconfig } from './kubeconfig.ts';

/** In the memory of the workspace: what is not asked about again. */
const rememberedKey = 'eckLint.probe.confirmed';

/** What to probe, as the user has confirmed it; undefined when the user does not go on. */
export async function confirm(
  client: LanguageClient,
  memory: vscode.Memento,
  about: ProbeTarget | undefined,
): Promise<ProbeParams | undefined> {
  const shown = vscode.window.activeTextEditor?.document;
  const files = kubeconfig();
  const where = files === undefined ? {} : { kubeconfig: files };
  let context: string | undefined;
  let chosenNamespace = about?.namespace;
  for (;;) {
    const asked = context === undefined ? where : { ...where, context };
    const destination = await client.sendRequest<Destination>(destinationMethod, asked);
    const namespace = chosenNamespace ?? destination.namespace;
    const answer = await askCluster(destination, namespace, files, memory);
    if (answer === undefined) return undefined;
    if (answer === 'other') {
      const other = await chooseOther(client, where, destination, namespace);
      if (!other) return undefined;
      context = other.context;
      chosenNamespace = other.namespace;
      continue;
    }
    const secrets = await askSecrets(namespace);
    if (secrets === undefined) return undefined;
    return {
      ...where,
      context: destination.context,
      confirmed: destination,
      namespace,
      ...(about?.kind === 'Agent' && { agent: about.name }),
      ...(shown?.languageId === 'yaml' && { from: shown.uri.toString() }),
      consent: { secrets, serviceToken: false, logs: false },
    };
  }
}

const probe: vscode.MessageItem = { title: 'Probe' };
const always: vscode.MessageItem = { title: "Probe, Don't Ask Again Here" };
const other: vscode.MessageItem = { title: 'Other Context…' };

async function askCluster(
  destination: Destination,
  namespace: string,
  files: string | undefined,
  memory: vscode.Memento,
): Promise<'go' | 'other' | undefined> {
  const { context, server, user, plugin, unverified } = destination;
  const remembered = memory.get<readonly string[]>(rememberedKey, []);
  // of all that was shown, above all the program; hashed, for its arguments are nobody's business
  const key = createHash('sha256')
    .update(JSON.stringify([files, namespace, destination]))
    .digest('hex');
  if (remembered.includes(key)) return 'go';
  const detail = [
    `Context: ${context}`,
    `Cluster: ${server}${unverified ? ' (not verified: the kubeconfig says so)' : ''}`,
    `Namespace: ${namespace}`,
    `User: ${user || '(none)'}`,
    ...(plugin === undefined ? [] : [`Runs for credentials: ${plugin}`]),
    '',
    'The probe only reads: objects of ECK, Services, pods, events and policies. It forwards a port to pods of Kibana, Elasticsearch and Fleet Server.',
  ]
    // a name with a line break cannot add a line of its own
    .map((line) => line.replace(/\p{Cc}+/gu, ' '))
    .join('\n');
  const answer = await vscode.window.showWarningMessage(
    `Probe the Fleet chain in the cluster of ${context}?`,
    { modal: true, detail },
    probe,
    always,
    other,
  );
  if (answer === always) await memory.update(rememberedKey, [...remembered, key]);
  if (answer === other) return 'other';
  return answer === undefined ? undefined : 'go';
}

async function askSecrets(namespace: string): Promise<boolean | undefined> {
  const read: vscode.MessageItem = { title: 'Read Secrets' };
  const without: vscode.MessageItem = { title: 'Without Secrets' };
  const answer = await vscode.window.showInformationMessage(
    'May the probe read Secrets of the Fleet chain?',
    {
      modal: true,
      detail: `It would read the logins that the operator created for the Agents in ${namespace} and the public certificates of the chain, and try these logins. None of them is shown or kept. Without them it still shows whether Kibana accepts basic authentication.`,
    },
    read,
    without,
  );
  return answer === undefined ? undefined : answer === read;
}

async function chooseOther(
  client: LanguageClient,
  where: { readonly kubeconfig?: string },
  { context: now }: Destination,
  namespace: string,
): Promise<{ context: string; namespace: string } | undefined> {
  const { names, current } = await client.sendRequest<Contexts>(contextsMethod, where);
  const context = await vscode.window.showQuickPick(
    names.map((label) => ({ label, ...(label === current && { description: 'current' }), picked: label === now })),
    { title: 'Probe Fleet auth', placeHolder: 'Context of the kubeconfig' },
  );
  if (!context) return undefined;
  const written = await vscode.window.showInputBox({
    title: 'Probe Fleet auth',
    prompt: 'Namespace of the Agents',
    value: namespace,
    validateInput: (text) =>
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)
        ? undefined
        : 'A namespace has only lowercase letters, digits and -.',
  });
  return written === undefined ? undefined : { context: context.label, namespace: written };
}
