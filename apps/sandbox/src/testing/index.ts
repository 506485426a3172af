export { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox.js';
export { KEYS, KIE_WEBHOOK_KEY, S3_ACCESS_KEY_ID } from '../core/world.js';
