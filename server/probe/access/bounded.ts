// At most so many requests at once, whoever makes them.
import type { Cluster, Http } from '../cluster.ts';

/** A gate that lets `most` through at a time, the others in the order they came. */
export function gate(most: number): <T>(go: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (go) => {
    if (inside < most) inside++;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await go();
    } finally {
      // a place is handed over: nobody slips in between
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}

/** The same cluster, asked for `most` things at a time. */
export function boundedCluster(cluster: Cluster, most: number): Cluster {
  const through = gate(most);
  return {
    get: (path) => through(() => cluster.get(path)),
    list: (path) => through(() => cluster.list(path)),
    text: (path) => through(() => cluster.text(path)),
    metadata: (path) => through(() => cluster.metadata(path)),
    can: (access) => through(() => cluster.can(access)),
  };
}

/** The same servers, with one connection at a time to each pod and `most` in all. */
export function boundedHttp(http: Http, most: number): Http {
  const through = gate(most);
  const pods = new Map<string, ReturnType<typeof gate>>();
  return {
    get(server, path, login) {
      const key = `${server.namespace}/${server.pod}`;
      const own = pods.get(key) ?? gate(1);
      pods.set(key, own);
      return own(() => through(() => http.get(server, path, login)));
    },
  };
}
