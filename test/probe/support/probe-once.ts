// Probes once with a kubeconfig, in a process of its own, and prints the report as JSON.
import { probe } from '../../../server/probe/index.ts';

const [kubeconfig = ''] = process.argv.slice(2);
const result = await probe({
  kubeconfig,
  namespace: 'elastic',
  consent: { secrets: true, serviceToken: true, logs: true },
  signal: new AbortController().signal,
  patience: 20,
  onStep: () => {},
}).then(
  (report) => ({ report }),
  (error) => ({ error: error instanceof Error ? error.message : String(error) }),
);
process.stdout.write(JSON.stringify(result));
