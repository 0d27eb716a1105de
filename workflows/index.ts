export { automaticReplies } from './automatic-replies.ts';
export { connectionCheck } from './connection-check.ts';
export { connectionTest } from './connection-test.ts';
export { mailboxCheck } from './mailbox-check.ts';
export { registrationLifecycle } from './registration-lifecycle.ts';
export { replay } from './replay.ts';
