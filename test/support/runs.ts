// How much a property test tries: what fits a normal run, and more on request (`RUNS=50 node --test …`).

/** The `numRuns` of a property. */
export const runs = (usual: number): number => Math.ceil(usual * Number(process.env.RUNS ?? 1));
