import { heartbeat } from '@temporalio/activity';

/** Well below the workflows' heartbeat timeouts of ten seconds. */
const heartbeatMilliseconds = 2000;

/** Tells a slow worker from a dead one while the work lasts, and lets a cancellation through. */
export async function heartbeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => heartbeat(), heartbeatMilliseconds);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
