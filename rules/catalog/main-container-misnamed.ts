// ECK fills in image, command and volumes of one container of a pod template, which it knows by its name. Every other
// one is added beside it as it stands.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, mainContainer, meansMain, podTemplates } from '../model/index.ts';

export const mainContainerMisnamed = defineRule({
  id: 'main-container-misnamed',
  topic: 'manifest',
  summary: 'A container of a pod template does not have the name that ECK expects.',
  severity: { noImage: 'error', noName: 'error', beside: 'warning' },
  kinds: [
    'Agent',
    'ApmServer',
    'AutoOpsAgentPolicy',
    'Beat',
    'ElasticMapsServer',
    'Elasticsearch',
    'EnterpriseSearch',
    'Kibana',
    'Logstash',
    'PackageRegistry',
  ],
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    noImage: (name, main) =>
      `ECK fills in the container ${main} only; ${name} is added beside it and has no image, so the pods are refused ("image: Required value").`,
    noName: (main) => `A container needs a name, and ECK fills in the one called ${main}: the pods are refused.`,
    beside: (name, main) =>
      `ECK starts its own container ${main} and adds ${name} beside it, so what is set here does not reach ${main}.`,
  },
  check(entry, report, workspace) {
    const { resource } = entry;
    const main = mainContainer(resource);
    if (main === undefined || workspace.standingOf(entry) !== 'whole') return;
    for (const template of podTemplates(resource)) {
      const list = template.at(['spec', 'containers']);
      const containers = list.items().filter((container) => container.map);
      // behind a placeholder may be the very name
      const open = !list.complete || containers.some((container) => container.get('name').shape === 'template');
      const hasMain = containers.some((container) => container.get('name').text === main);
      const likely = containers.filter((container) => meansMain(container, resource));
      for (const container of containers) {
        const [name, image] = [container.get('name'), container.get('image')];
        const meant = likely.length === 1 && likely[0] === container;
        const fixes = () => [
          open || hasMain || (likely.length > 0 ? !meant : containers.length > 1)
            ? undefined
            : fix(
                `Name the container ${main}`,
                name.text ? replaceValue(name, main) : insert(name, main),
                meant && isEmpty(image),
              ),
        ];
        if (isEmpty(name) && !open && !container.complete) continue;
        if (isEmpty(name)) report(container, 'noName', [main], { onKey: true, fixes });
        else if (isEmpty(image) && !open && name.text !== main)
          report(name, 'noImage', [name.text ?? '', main], { fixes });
        else if (meant && !hasMain && !open) report(name, 'beside', [name.text ?? '', main], { fixes });
      }
    }
  },
});

const isEmpty = (field: Field): boolean => !field.exists || field.shape === 'null' || field.value === '';
