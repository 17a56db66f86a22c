// Waiting for what the editor and the server do in their own time.

/** Resolves with what `look` gives as soon as that is not undefined; fails with what `explain` says after some seconds. */
export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  explain: () => string,
  patience = 10_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${explain()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
