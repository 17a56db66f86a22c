// ECK fills in image, command and volumes of one container of a pod template, which it knows by its name. Every other
// one is added beside it as it stands.
import { insert, replaceValue } from '../engine/edit.ts';
import { defineRule, fix } from '../engine/rule.ts';
import { type Field, mainContainer, meansMain, podTemplates, type Resource, versionedKinds } from '../model/index.ts';

export const mainContainerMisnamed = defineRule({
  id: 'main-container-misnamed',
  topic: 'pods',
  summary: 'A container of a pod template does not have the name that ECK expects.',
  severity: { noImage: 'error', noName: 'error', sidecar: 'warning', beside: 'warning' },
  kinds: versionedKinds,
  fixable: 'sometimes',
  scope: 'workspace',
  messages: {
    noImage: (name, main) =>
      `ECK fills in only the container ${main}. ${name} is added beside it and has no image, so the pods are refused ("image: Required value").`,
    // with nothing to say that it was meant as the main one; something else may give it its image
    sidecar: (name, main) =>
      `ECK fills in only the container ${main}. ${name} is added beside it and has no image: unless something in the cluster gives it one, the pods are refused ("image: Required value").`,
    noName: (main) => `This container has no name, and ECK fills in only the one called ${main}: the pods are refused.`,
    beside: (name, main) =>
      `ECK starts its own container ${main} and adds ${name} beside it, so the settings here do not apply to ${main}.`,
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
          report(name, hasMain || !looksMain(container, resource) ? 'sidecar' : 'noImage', [name.text ?? '', main], {
            fixes,
          });
        else if (meant && !hasMain && !open) report(name, 'beside', [name.text ?? '', main], { fixes });
      }
    }
  },
});

/** By its name, or by settings that only the container of the application has any use for. */
const looksMain = (container: Field, resource: Resource): boolean =>
  meansMain(container, resource) ||
  container.entries().some(({ name }) => !['name', 'volumeMounts'].includes(String(name)));

const isEmpty = (field: Field): boolean => !field.exists || field.shape === 'null' || field.value === '';
