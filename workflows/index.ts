export { connectionCheck } from './connection-check.ts';
export { registrationLifecycle } from './registration-lifecycle.ts';
export { replay } from './replay.ts';
