// Services that the author defines beside those that ECK makes.
import type { Field } from '../text/field.ts';
import { type Plain, plain } from '../text/plain.ts';
import type { Resource } from './resource.ts';

export interface ServiceFacts {
  readonly type: string | undefined;
  readonly selector: Plain;
  /** its annotations make a cloud's load balancer speak TLS or keep it inside */
  readonly guarded: boolean;
}

/** Whether annotations of a Service tell a cloud's load balancer to speak TLS, or to stay inside. */
export const isGuarded = (annotations: Field): boolean =>
  !annotations.complete ||
  annotations
    .entries()
    .some(({ name }) => /ssl|tls|cert|https|backend-protocol|internal|scheme|load-balancer-type/i.test(String(name)));

export const serviceFacts = ({ root }: Resource): ServiceFacts => ({
  type: root.at(['spec', 'type']).text,
  selector: plain(root.at(['spec', 'selector'])) ?? null,
  guarded: isGuarded(root.at(['metadata', 'annotations'])),
});
