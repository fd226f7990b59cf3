import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { env } from '#lib/env.ts';

/**
 * Starts a script of lib/media as a child process, which gets its work as one message and answers with another.
 *
 * The script is located from the working directory, which is the project's for every command. In Next's bundle
 * `import.meta.url` would be a file below .next, and a path that the bundler can evaluate would be bundled, sharp
 * included. Node runs the TypeScript source directly.
 * @param script its path below lib/media
 * @param maxHeapMb of JavaScript; what libvips uses comes on top
 */
export function startMediaProcess(script: string, maxHeapMb: number): ChildProcess {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/media', script);
  return fork(/* turbopackIgnore: true */ file, [], {
    execArgv: [`--max-old-space-size=${maxHeapMb}`, '--disable-warning=ExperimentalWarning'],
    // No settings or secrets are passed on. Loading sharp again for each picture takes half the time when its compiled
    // form is kept. The threshold keeps libvips from writing large rasters to temporary files,
    // which would stay behind when the process is killed.
    env: {
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: path.resolve(/* turbopackIgnore: true */ env().DATA_DIR, 'compile-cache'),
      VIPS_DISC_THRESHOLD: '4g',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
