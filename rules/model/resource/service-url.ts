// URLs that lead to a Service inside the cluster. Anything else, an Ingress or an address, is not ours to judge.

export interface ServiceUrl {
  readonly scheme: 'http' | 'https';
  readonly service: string;
  /** undefined when left out: then it is that of whoever asks */
  readonly namespace: string | undefined;
  /** what follows the namespace: `.svc`, `.svc.cluster.local` or nothing */
  readonly domain: string;
  readonly port: number | undefined;
  /** path and query */
  readonly rest: string;
}

const shape =
  /^(https?):\/\/([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(\.svc(?:\.[a-z0-9.-]+?)?)?)?\.?(?::(\d{1,5}))?(\/.*)?$/;

export function serviceUrl(text: string): ServiceUrl | undefined {
  const found = shape.exec(text.trim());
  if (!found) return undefined;
  const [, scheme, service = '', namespace, domain = '', port, rest = ''] = found;
  return {
    scheme: scheme as ServiceUrl['scheme'],
    service,
    namespace,
    domain,
    port: port === undefined ? undefined : Number(port),
    rest,
  };
}

/** The port that is called. Kibana completes an address without one by that of its scheme before agents get it. */
export const portOf = ({ scheme, port }: ServiceUrl): number => port ?? (scheme === 'https' ? 443 : 80);

const loopback =
  /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/@]*@)?(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::\d+)?(?:[/?#]|$)/i;

/** Whether an address leads back to the pod, or node, that uses it. */
export const isLoopback = (text: string): boolean => loopback.test(text.trim());

export const printServiceUrl = (url: ServiceUrl): string => {
  const host = url.namespace === undefined ? url.service : `${url.service}.${url.namespace}${url.domain}`;
  return `${url.scheme}://${host}${url.port === undefined ? '' : `:${url.port}`}${url.rest}`;
};
