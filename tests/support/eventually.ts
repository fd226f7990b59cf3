/**
 * Calls `check` until it no longer throws, and gives back what it returned.
 * @param within milliseconds; after them its last error is thrown.
 */
export async function eventually<T>(check: () => T | Promise<T>, within = 10_000): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
