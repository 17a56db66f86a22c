// "Probe Fleet auth", from the question to the report. Loaded when the command first runs.
import * as vscode from 'vscode';
import {
  type ProbeAnswer,
  type ProbeParams,
  type ProbeTarget,
  probeMethod,
  probeStepMethod,
  type Told,
} from '../../server/lsp/protocol.ts';
import type { Session } from '../session.ts';
import { confirm } from './confirm.ts';
import { Marks } from './marks.ts';
import { Report } from './report.ts';
import { StepTree } from './tree.ts';

export class Prober implements vscode.Disposable {
  readonly #session: Session;
  readonly #memory: vscode.Memento;
  readonly #tree: StepTree;
  readonly #marks: Marks;
  readonly #report: Report;
  readonly #owned: vscode.Disposable[];
  #running = false;

  constructor(session: Session, memory: vscode.Memento) {
    this.#session = session;
    this.#memory = memory;
    this.#tree = new StepTree();
    this.#marks = new Marks();
    this.#report = new Report();
    this.#owned = [this.#tree, this.#marks, this.#report];
  }

  /** Asks, walks, shows. Gives the report; undefined when the user did not go on. */
  async probe(about?: ProbeTarget): Promise<ProbeAnswer['report'] | undefined> {
    if (this.#running) {
      void vscode.window.showInformationMessage('ECK Lint: a probe is running already.');
      return undefined;
    }
    this.#running = true;
    try {
      const client = await this.#session.start();
      const chosen = await confirm(client, this.#memory, about);
      if (!chosen) return undefined;
      return await this.#walk(client, chosen);
    } finally {
      this.#running = false;
    }
  }

  showReport(): Promise<void> {
    return this.#report.show();
  }

  saveReport(): Promise<void> {
    return this.#report.save();
  }

  /** @param item one of the tree; without it, all */
  copyCommands(item: unknown): Promise<void> {
    return this.#tree.copyCommands(item);
  }

  async clear(): Promise<void> {
    this.#marks.clear();
    this.#report.keep('');
    await this.#tree.clear();
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  async #walk(
    client: Awaited<ReturnType<Session['start']>>,
    params: ProbeParams,
  ): Promise<ProbeAnswer['report'] | undefined> {
    this.#marks.clear();
    await this.#tree.begin(params.context, params.namespace);
    const progress = { location: vscode.ProgressLocation.Notification, title: 'Probe Fleet auth', cancellable: true };
    const answer = await vscode.window.withProgress(progress, async (shown, token) => {
      const listening = client.onNotification(probeStepMethod, (told: Told) => {
        shown.report({ message: `${told.title}: ${told.step.title}` });
        this.#tree.add(told);
      });
      try {
        return await client.sendRequest<ProbeAnswer>(probeMethod, params, token);
      } catch (error) {
        await this.#tree.end(undefined);
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        listening.dispose();
      }
    });
    if (!answer) return undefined;
    this.#marks.show(answer.marks, params.context);
    this.#report.keep(answer.markdown);
    await this.#tree.end(answer.report);
    void this.#tell(answer);
    return answer.report;
  }

  async #tell({ report: { verdict, cancelled } }: ProbeAnswer): Promise<void> {
    if (cancelled) return;
    const buttons = ['Show Report', ...(verdict.place?.manifest ? ['Go to Manifest'] : [])];
    const show =
      verdict.mark === 'fail'
        ? vscode.window.showErrorMessage
        : verdict.mark === 'warn'
          ? vscode.window.showWarningMessage
          : vscode.window.showInformationMessage;
    const answer = await show(verdict.sentence, ...buttons);
    if (answer === 'Show Report') await this.#report.show();
    if (answer === 'Go to Manifest' && verdict.place) await this.#tree.open(verdict.place);
  }
}
