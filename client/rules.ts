// "Show Rules": a list of all rules to choose from; the chosen one's page opens as a preview.
import * as vscode from 'vscode';
import type { RuleSummary } from '../server/lsp/protocol.ts';

const icons: Record<RuleSummary['severity'], string> = {
  error: '$(error)',
  warning: '$(warning)',
  info: '$(info)',
  hint: '$(lightbulb)',
  off: '$(circle-slash)',
};

/** Offers the rules, and opens the page of the one chosen. The list opens at once and fills when the server has answered. */
export async function pickRule(rules: Promise<readonly RuleSummary[]>): Promise<void> {
  const items = rules.then((all) =>
    all.map((rule) => ({
      label: `${icons[rule.severity]} ${rule.id}`,
      description: rule.severity,
      detail: rule.summary,
      page: vscode.Uri.parse(rule.page, true),
    })),
  );
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'ECK Lint: Rules',
    placeHolder: 'Type to filter; Enter opens the page of a rule',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen) await open(chosen.page);
}

/** As a preview; as text where VS Code's Markdown extension is switched off. */
async function open(page: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    await vscode.window.showTextDocument(page, { preview: true });
  }
}
