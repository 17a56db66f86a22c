// The manifests the measurements run on: an ECK stack as people write it, in eight documents, as often as wanted under
// different names, and YAML of other kinds to stand around it.

/** One stack of 274 lines; three things are wrong in the first, and nothing in the others. */
export const stack = (n: number): string => documents(n).join('');

/** So many stacks in one file. */
export const stacks = (count: number): string => Array.from({ length: count }, (_, i) => stack(i + 1)).join('');

/** The documents of one stack, each with its marker. */
export function documents(n: number): string[] {
  const s = `stack-${n}`;
  const wrong = n === 1;
  return [
    `---
apiVersion: v1
kind: Namespace
metadata:
  name: ${s}
  labels:
    team: observability
`,
    `---
# Three zones; each keeps a copy of every shard
apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata:
  name: ${s}-es
  namespace: ${s}
  labels:
    app.kubernetes.io/part-of: ${s}
spec:
  version: 9.2.1
  volumeClaimDeletePolicy: DeleteOnScaledownOnly
  http:
    service:
      spec:
        type: ClusterIP
  updateStrategy:
    changeBudget:
      maxSurge: 1
      maxUnavailable: 1
  nodeSets:
    - name: masters
      count: 3
      config:
        node.roles: [master]
        node.store.allow_mmap: false
      podTemplate:
        spec:
          containers:
            - name: elasticsearch
              resources:
                requests: { cpu: 500m, memory: 2Gi }
                limits: { memory: 2Gi }
      volumeClaimTemplates:
        - metadata:
            name: elasticsearch-data
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: standard
            resources:
              requests:
                storage: 10Gi
    - name: data
      count: 3
      config:
        node.roles: [data, ingest, transform]
        node.store.allow_mmap: false
        xpack.security.audit.enabled: true
      podTemplate:
        metadata:
          annotations:
            co.elastic.logs/module: elasticsearch
        spec:
          affinity:
            podAntiAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 100
                  podAffinityTerm:
                    topologyKey: kubernetes.io/hostname
                    labelSelector:
                      matchLabels:
                        elasticsearch.k8s.elastic.co/cluster-name: ${s}-es
          initContainers:
            - name: sysctl
              image: docker.io/library/busybox:1.37
              securityContext: { privileged: true }
              command: [sh, -c, sysctl -w vm.max_map_count=262144]
          containers:
            - name: elasticsearch
              env:
                - name: ES_JAVA_OPTS
                  value: -Xms4g -Xmx4g
              resources:
                requests: { cpu: "2", memory: 8Gi }
                limits: { memory: 8Gi }
      volumeClaimTemplates:
        - metadata:
            name: elasticsearch-data
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: fast
            resources:
              requests:
                storage: 200Gi
`,
    `---
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata:
  name: ${s}-kb
  namespace: ${s}
  labels:
    app.kubernetes.io/part-of: ${s}
  annotations:
    # who to ask
    example.com/owner: observability@example.com
spec:
  version: 9.2.1
  count: 2
  elasticsearchRef:
    name: ${s}-es
  config:
    server.publicBaseUrl: https://kibana.${s}.example.com
    xpack.security.authc.providers:
      ${wrong ? 'saml' : 'basic'}:
        login:
          order: 0
          ${wrong ? 'realm: saml1' : 'description: Log in'}
    xpack.fleet.agents.elasticsearch.hosts: ["https://${s}-es-es-http.${s}.svc:9200"]
    xpack.fleet.agents.fleet_server.hosts: ["https://${s}-fleet-agent-http.${s}.svc:8220"]
    xpack.fleet.packages:
      - name: system
        version: ${wrong ? 'latest' : '2.6.1'}
      - name: elastic_agent
        version: 2.6.1
      - name: fleet_server
        version: 1.6.0
      - name: kubernetes
        version: 1.80.2
    xpack.fleet.agentPolicies:
      - name: Fleet Server on ECK policy
        id: eck-fleet-server
        namespace: default
        is_managed: true
        monitoring_enabled: [logs, metrics]
        unenroll_timeout: 900
        package_policies:
          - name: fleet_server-1
            id: fleet_server-1
            package:
              name: fleet_server
      - name: Elastic Agent on ECK policy
        id: eck-agent
        namespace: default
        is_managed: true
        monitoring_enabled: [logs, metrics]
        unenroll_timeout: 900
        package_policies:
          - name: system-1
            id: system-1
            package:
              name: system
          - name: kubernetes-1
            id: kubernetes-1
            package:
              name: kubernetes
  podTemplate:
    spec:
      containers:
        - name: kibana
          env:
            - name: NODE_OPTIONS
              value: --max-old-space-size=2048
          resources:
            requests: { cpu: 500m, memory: 2Gi }
            limits: { memory: 2Gi }
`,
    `---
apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: ${s}-fleet
  namespace: ${s}
  labels:
    app.kubernetes.io/part-of: ${s}
spec:
  version: 9.2.1
  mode: fleet
  fleetServerEnabled: true
  policyID: eck-fleet-server
  kibanaRef:
    name: ${s}-kb
  elasticsearchRefs:
    - name: ${s}-es
  deployment:
    replicas: 2
    podTemplate:
      spec:
        serviceAccountName: ${s}-fleet
        automountServiceAccountToken: true
        securityContext:
          runAsUser: 0
`,
    `---
apiVersion: agent.k8s.elastic.co/v1alpha1
kind: Agent
metadata:
  name: ${s}-agent
  namespace: ${s}
spec:
  version: 9.2.1
  mode: fleet
  policyID: eck-agent
  kibanaRef:
    name: ${s}-kb
  fleetServerRef:
    name: ${s}-fleet
  daemonSet:
    podTemplate:
      spec:
        serviceAccountName: ${s}-fleet
        hostNetwork: true
        dnsPolicy: ClusterFirstWithHostNet
        automountServiceAccountToken: true
        securityContext:
          runAsUser: 0
        volumes:
          - name: agent-data
            emptyDir: {}
        containers:
          - name: agent
            resources:
              requests: { cpu: 200m, memory: 1Gi }
              limits: { memory: 1Gi }
`,
    `---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${s}-fleet
  namespace: ${s}
`,
    `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${s}-fleet
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: elastic-agent
subjects:
  - kind: ServiceAccount
    name: ${s}-fleet
    namespace: ${s}
`,
    `---
apiVersion: beat.k8s.elastic.co/v1beta1
kind: Beat
metadata:
  name: ${s}-logs
  namespace: ${s}
spec:
  type: filebeat
  version: 9.2.1
  image: docker.elastic.co/beats/filebeat${wrong ? '' : ':9.2.1'}
  elasticsearchRef:
    name: ${s}-es
  kibanaRef:
    name: ${s}-kb
  config:
    filebeat.inputs:
      - type: filestream
        id: containers
        paths: [/var/log/containers/*.log]
        parsers:
          - container: {}
    processors:
      - add_host_metadata: {}
  daemonSet:
    podTemplate:
      spec:
        dnsPolicy: ClusterFirstWithHostNet
        hostNetwork: true
        containers:
          - name: filebeat
            volumeMounts:
              - name: logs
                mountPath: /var/log/containers
        volumes:
          - name: logs
            hostPath:
              path: /var/log/containers
`,
  ];
}

/** YAML that concerns nobody here. */
export function other(n: number): string {
  if (n % 2 === 0)
    return `name: build-${n}
on: [push]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make build TARGET=${n}
`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: service-${n}
  labels: { app: service-${n} }
spec:
  replicas: 2
  selector:
    matchLabels: { app: service-${n} }
  template:
    metadata:
      labels: { app: service-${n} }
    spec:
      containers:
        - name: service
          image: registry.example.com/service-${n}:1.${n}.0
          ports:
            - containerPort: 8080
          env:
            - name: ELASTICSEARCH_URL
              value: https://stack-1-es-es-http:9200
`;
}
