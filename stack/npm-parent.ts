import { commandLineOf, identityOf, parentOf } from './process-table.ts';

/**
 * Calls `onGone` when the npm that started this has ended (a closed terminal, a killed npm), which tells its children
 * nothing. Where somebody else started this, nobody is watched: such a parent may leave on purpose.
 */
export function watchNpm(onGone: () => void): void {
  const npm = ancestors().find((pid) => /^npm\b|\bnpm(-cli\.js)?\b/.test(commandLineOf(pid) ?? ''));
  if (npm === undefined) return;
  const identity = identityOf(npm);
  setInterval(() => {
    if (identityOf(npm) !== identity) onGone();
  }, 1000).unref();
}

/** The parent and its parent: npm starts a script by way of a shell, which may stay between them. */
function ancestors(): number[] {
  const grandparent = parentOf(process.ppid);
  return grandparent === undefined ? [process.ppid] : [process.ppid, grandparent];
}
