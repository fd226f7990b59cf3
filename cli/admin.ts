import { envOrExit } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { redis } from '#lib/redis.ts';
import { adminCommand } from './admin-command.ts';
import { runCommand } from './run-command.ts';

envOrExit();
// What is recorded in the audit log is logged as well; here it would only clutter the output.
logger().level = 'silent';
await runCommand((args) => adminCommand(args).finally(() => redis().disconnect()));
