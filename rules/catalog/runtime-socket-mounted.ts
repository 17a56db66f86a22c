// The socket of the container runtime on the node.
import { defineRule } from '../engine/rule.ts';
import { observesNodes, podKinds, podTemplates } from '../model/index.ts';

const socket = /\/(?:docker|dockershim|cri-dockerd|containerd|crio|podman)\.sock\/?$/;

export const runtimeSocketMounted = defineRule({
  id: 'runtime-socket-mounted',
  topic: 'pods',
  summary: 'A pod mounts the socket of the container runtime.',
  severity: { mounted: 'warning', observer: 'info' },
  kinds: podKinds,
  fixable: 'never',
  scope: 'resource',
  aliases: ['docker-sock', 'CKV_K8S_27', 'C-0074'],
  messages: {
    mounted: (path) =>
      `Through ${path} a process can start any container on the node, as root and with any mount. A read-only mount does not prevent that.`,
    observer: (path) =>
      `Through ${path} a process can start any container on the node, as root and with any mount. Only autodiscover and metadata of type docker need it, those of type kubernetes do not.`,
  },
  check(resource, report) {
    for (const template of podTemplates(resource)) {
      for (const volume of template.at(['spec', 'volumes']).items()) {
        const path = volume.at(['hostPath', 'path']);
        if (path.text !== undefined && socket.test(path.text))
          report(path, observesNodes(resource) ? 'observer' : 'mounted', [path.text]);
      }
    }
  },
});
