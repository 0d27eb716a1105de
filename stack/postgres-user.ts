import { spawnSync } from 'node:child_process';

type Command = {
  readonly command: string;
  readonly args: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number };
};

export type PostgresUser = {
  /** Who must own the files; undefined: whoever runs this. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  run(command: string, args: readonly string[]): Command;
};

/**
 * Postgres refuses to run as root. Root therefore runs it as the machine's `postgres`, or else as `nobody`. Where that
 * user can't enter `paths` (a checkout below /root, or in a folder of mktemp), it keeps the one capability to pass.
 */
export function postgresUser(paths: readonly string[]): PostgresUser {
  if (process.getuid?.() !== 0) return { owner: undefined, run: (command, args) => ({ command, args }) };
  const owner = idsOf('postgres') ?? idsOf('nobody');
  if (!owner)
    throw new Error('Postgres does not run as root, and neither a user postgres nor nobody is here');

  const plain: PostgresUser = { owner, run: (command, args) => ({ command, args, user: owner }) };
  const passing = ['dac_read_search', 'dac_override'].map((capability): PostgresUser => {
    const keep = [`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`];
    const who = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
    return {
      owner,
      run: (command, args) => ({ command: 'setpriv', args: [...who, ...keep, command, ...args] }),
    };
  });
  const found = [plain, ...passing].find((user) => canEnter(user, paths));
  if (!found)
    throw new Error(
      `Postgres does not run as root, and another user can't enter ${paths.join(' or ')}. Ways out: run as an ordinary user, move the folder to where others may enter, or bring a Postgres of your own through DATABASE_URL`,
    );
  return found;
}

function canEnter(user: PostgresUser, paths: readonly string[]): boolean {
  const {
    command,
    args,
    user: ids,
  } = user.run('/bin/sh', ['-c', 'for path; do test -x "$path" || exit 1; done', 'sh', ...paths]);
  return spawnSync(command, args, { ...ids, cwd: '/' }).status === 0;
}

function idsOf(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: string): number =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10);
  const ids = { uid: id('-u'), gid: id('-g') };
  return ids.uid > 0 && ids.gid > 0 ? ids : undefined;
}
