// What the protocol's library brings along for a connection, made to bear a client that sends no capabilities at all.
import { type ClientCapabilities, type Features, ProposedFeatures } from 'vscode-languageserver';

type None = Record<never, never>;

export const features: Features<None, None, None, None, None, None, None, None> = {
  ...ProposedFeatures.all,
  workspace: (Base) =>
    class extends Base {
      override initialize(capabilities: ClientCapabilities | null): void {
        super.initialize(capabilities ?? {});
      }
    },
};
