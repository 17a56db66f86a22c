// Which kubeconfig: the setting, else what the Kubernetes extension uses, else what kubectl would.
import * as vscode from 'vscode';

/** Files as in KUBECONFIG; undefined to leave it to the environment. Only the user's own settings count, never a workspace's. */
export function kubeconfig(): string | undefined {
  const own = vscode.workspace.getConfiguration('eckLint').inspect<string>('probe.kubeconfig')?.globalValue;
  if (own) return own;
  const theirs = vscode.workspace.getConfiguration().inspect<Record<string, unknown>>('vs-kubernetes')?.globalValue;
  const file = theirs?.['vs-kubernetes.kubeconfig'];
  return typeof file === 'string' && file !== '' ? file : undefined;
}
