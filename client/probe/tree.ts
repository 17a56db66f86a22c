// The steps of a probe as a tree: cluster, Kibanas and Agents, their steps, and below each step what was seen.
import * as vscode from 'vscode';
import type { Mark, Place, ProbeReport, Step, Subject, Told } from '../../server/lsp/protocol.ts';

interface Node {
  readonly label: string;
  readonly parent?: Node;
  readonly mark?: Mark;
  readonly step?: Step;
  /** a line below a step */
  readonly icon?: string;
  readonly subject?: Subject;
  readonly children: Node[];
}

const icons: Readonly<Record<Mark, readonly [icon: string, colour: string]>> = {
  pass: ['pass', 'testing.iconPassed'],
  warn: ['warning', 'list.warningForeground'],
  fail: ['error', 'testing.iconFailed'],
  skip: ['circle-slash', 'disabledForeground'],
};
const words: Readonly<Record<Mark, string>> = { pass: 'ok', warn: 'warning', fail: 'failed', skip: 'not tried' };

const shownKey = 'eckLint.probed';

export class StepTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = vscode.window.createTreeView<Node>('eckLint.probe', { treeDataProvider: this });
  #branches = new Map<number, Node>();
  /** the number of the run, and its report once there is one: both are part of each item's id */
  #begun = 0;
  #ended: ProbeReport | undefined;

  /** Empties the tree for a run that begins, and shows it. */
  async begin(context: string, namespace: string): Promise<void> {
    this.#begun++;
    this.#ended = undefined;
    this.#branches = new Map();
    this.#view.message = `Probing the namespace ${namespace} in the context ${context}…`;
    this.#changed.fire(undefined);
    await vscode.commands.executeCommand('setContext', shownKey, true);
    await vscode.commands.executeCommand('eckLint.probe.focus', { preserveFocus: true });
  }

  add({ branch, title, subject, step }: Told): void {
    const node = this.#branches.get(branch) ?? { label: title, children: [], ...(subject && { subject }) };
    this.#branches.set(branch, node);
    node.children.push(nodeOf(step, node));
    this.#changed.fire(undefined);
  }

  /** Takes the report in place of what was heard; undefined when there is none. */
  async end(report: ProbeReport | undefined): Promise<void> {
    this.#view.message = report
      ? `${report.verdict.sentence} (context ${report.context}, namespace ${report.namespace})`
      : 'The probe did not finish.';
    this.#ended = report;
    if (report) {
      const { verdict } = report;
      this.#branches = new Map(
        report.branches.map(({ title, subject, steps }, i) => {
          const node: Node = { label: title, children: [], ...(subject && { subject }) };
          const decides = ({ id, place }: Step): boolean =>
            !place && id === verdict.step && subject?.name === verdict.subject?.name;
          for (const step of steps) {
            const place = decides(step) ? verdict.place : undefined;
            node.children.push(nodeOf({ ...step, ...(place && { place }) }, node));
          }
          return [i, node];
        }),
      );
    }
    this.#changed.fire(undefined);
    if (report) await this.#reveal(report);
  }

  /** Shows the step that the verdict rests on, with all that is below it. */
  async #reveal({ verdict: { step, mark, subject } }: ProbeReport): Promise<void> {
    if (mark === 'pass' || !this.#view.visible) return;
    const same = [...this.#branches.values()]
      .flatMap(({ children }) => children)
      .filter((node) => node.step?.id === step);
    const deciding = same.find(({ parent }) => parent?.subject?.name === subject?.name) ?? same[0];
    if (!deciding) return;
    const last = deciding.children.at(-1);
    if (last) await this.#view.reveal(last, { select: false, focus: false });
    await this.#view.reveal(deciding, { expand: true, select: true, focus: false });
  }

  async clear(): Promise<void> {
    this.#branches = new Map();
    // else the panel would go on to another view, such as a new terminal
    if (this.#view.visible) await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('setContext', shownKey, false);
    this.#changed.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    return node ? node.children : [...this.#branches].sort(([a], [b]) => a - b).map(([, branch]) => branch);
  }

  getParent(node: Node): Node | undefined {
    return node.parent;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { label, step, children } = node;
    if (!step) return node.parent ? leaf(node) : this.#branch(node);
    const item = new vscode.TreeItem(
      label,
      children.length === 0
        ? vscode.TreeItemCollapsibleState.None
        : step.mark === 'fail'
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.iconPath = icon(step.mark);
    if (step.ms > 0) item.description = `${step.ms} ms`;
    item.tooltip = `${step.id}, ${words[step.mark]}: ${step.title}`;
    item.accessibilityInformation = { label: `${words[step.mark]}: ${step.title}` };
    item.contextValue = step.commands.length > 0 ? 'stepWithCommands' : 'step';
    if (step.place?.manifest) {
      item.command = { command: 'vscode.open', title: 'Go to Manifest', arguments: target(step.place) };
    }
    return item;
  }

  #branch({ label, children }: Node): vscode.TreeItem {
    const worst = gravest(children);
    // once the run has ended, what is well steps back behind what is not
    const quiet = this.#ended && this.#ended.verdict.mark !== 'pass' && (worst === 'pass' || worst === 'skip');
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(label, quiet ? Collapsed : Expanded);
    item.id = `${this.#begun} ${this.#ended ? 'ended' : 'running'} ${label}`;
    item.iconPath = icon(worst);
    item.accessibilityInformation = { label: `${label}: ${words[worst]}` };
    item.contextValue = 'branch';
    return item;
  }

  /** Puts the commands that show the same by hand on the clipboard: of one step, or of all. */
  async copyCommands(item: unknown): Promise<void> {
    const steps = isNode(item) ? stepsBelow(item) : this.getChildren().flatMap(stepsBelow);
    const text = steps
      .filter(({ commands }) => commands.length > 0)
      .map(({ id, title, commands }) => [`# ${id}: ${title}`, ...commands].join('\n'))
      .join('\n\n');
    if (text === '') {
      void vscode.window.showInformationMessage('ECK Lint: there are no commands to copy.');
      return;
    }
    await vscode.env.clipboard.writeText(`${text}\n`);
    vscode.window.setStatusBarMessage('ECK Lint: kubectl commands copied', 5000);
  }

  /** Opens the manifest that a place was found in. */
  async open(place: Place): Promise<void> {
    const [uri, options] = target(place);
    if (uri) await vscode.commands.executeCommand('vscode.open', uri, options);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function nodeOf(step: Step, parent: Node): Node {
  const { title: label, mark, evidence, cause, next, place } = step;
  const node: Node = { label, mark, step, parent, children: [] };
  const line = (label: string, icon: string): void =>
    void node.children.push({ label, icon, parent: node, children: [] });
  for (const sentence of cause?.split(/(?<=[.!?]) (?=[A-Z])/) ?? []) line(sentence, 'lightbulb');
  for (const seen of evidence) line(seen, 'eye');
  if (next !== undefined) line(next, 'arrow-right');
  if (place && !place.manifest)
    line(`${place.path.join('.')} of ${place.kind} ${place.namespace}/${place.name}`, 'symbol-field');
  return node;
}

function gravest(nodes: readonly Node[]): Mark {
  const marks = nodes.map(({ mark }) => mark);
  return (['fail', 'warn', 'pass', 'skip'] as const).find((mark) => marks.includes(mark)) ?? 'pass';
}

function leaf({ label, icon: name = 'dash' }: Node): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(name);
  item.tooltip = label;
  return item;
}

const icon = (mark: Mark): vscode.ThemeIcon =>
  new vscode.ThemeIcon(icons[mark][0], new vscode.ThemeColor(icons[mark][1]));
const isNode = (item: unknown): item is Node => typeof item === 'object' && item !== null && 'children' in item;
const stepsBelow = (node: Node): Step[] => (node.step ? [node.step] : node.children.flatMap(stepsBelow));

function target({ manifest }: Place): [uri?: vscode.Uri, options?: vscode.TextDocumentShowOptions] {
  if (!manifest) return [];
  const { start, end } = manifest.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  return [vscode.Uri.parse(manifest.file, true), { selection }];
}
