/**
 * Calls `check` until it no longer throws. @returns its result.
 * @param within milliseconds, after which the last error is thrown.
 */
export async function eventually<T>(check: () => T | Promise<T>, within = 20_000): Promise<T> {
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
