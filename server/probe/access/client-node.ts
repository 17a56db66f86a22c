// The one thing taken from the official client: a kubeconfig's login as options for requests. The bundle leaves the
// rest of the package out (esbuild.mjs).
export { KubeConfig } from '@kubernetes/client-node/dist/config.js';

/** How a kubeconfig names one of the library's logins. */
export interface AuthProvider {
  name: string;
  config: Record<string, unknown>;
}
