// Manifests the tests share: small, and each wrong in one way only.
import type { TextEdit } from 'vscode-languageserver/node';

export const elasticsearch = `apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata:
  name: elasticsearch
spec:
  version: 9.2.1
  nodeSets:
    - name: default
      count: 1
`;

/** Its operator cannot log in: an error once an Agent enrolls through it. */
export const kibana = `apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: kibana
spec:
  version: 9.2.1
  count: 1
  config:
    xpack.security.authc.providers:
      saml.saml1:
        order: 0
        realm: saml1
`;

export const agent = `apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: fleet-server
spec:
  version: 9.2.1
  mode: fleet
  fleetServerEnabled: true
  policyID: eck-fleet-server
  kibanaRef:
    name: kibana
  elasticsearchRefs:
    - name: elasticsearch
  deployment:
    replicas: 1
`;

/** Two images that can be pinned without surprise. */
export const images = `apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata:
  name: one
spec:
  version: 9.2.1
  image: docker.elastic.co/elasticsearch/elasticsearch:latest
  nodeSets:
    - name: default
      count: 1
---
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: two
spec:
  version: 9.2.2
  image: docker.elastic.co/kibana/kibana # the newest
  count: 1
`;

export const insertion = (line: number, character: number, newText: string): TextEdit => ({
  range: { start: { line, character }, end: { line, character } },
  newText,
});
