// What lets the operator's login in again.
import type { Place } from './report.ts';

/** By the setting that keeps it out, as far as that is known. */
export const wayIn = (place: Place | undefined): string =>
  /(?:^|\.)http\.enabled$/.test(place?.path.join('.') ?? '')
    ? 'Remove the setting xpack.security.authc.http.enabled'
    : 'Add a basic provider beside the others, or basic to xpack.security.authc.http.schemes';
