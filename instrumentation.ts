/** Runs once when the web server starts, before it answers: wrong settings stop it here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startServer } = await import('./lib/http/start-server.ts');
  await startServer();
}
