import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WrongUse } from './trouble.ts';

/**
 * The client secret, from stdin or typed unseen: an argument would stand in the shell's history and in the list of
 * processes. Undefined where neither is there.
 * @throws WrongUse where stdin is empty.
 */
export async function readSecret(isFromStdin: boolean, question: string): Promise<string | undefined> {
  if (isFromStdin) {
    const secret = (await text(process.stdin)).trim();
    if (secret === '') throw new WrongUse('--secret-stdin was given, but stdin is empty.');
    return secret;
  }
  if (!process.stdin.isTTY) return undefined;
  const typed = await ask(question);
  return typed === '' ? undefined : typed;
}

function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  return new Promise((resolve, reject) => {
    terminal.once('SIGINT', () => {
      terminal.close();
      process.stderr.write('\n');
      reject(new WrongUse('Interrupted.'));
    });
    terminal.question('', (answer) => {
      terminal.close();
      process.stderr.write('\n');
      resolve(answer.trim());
    });
  });
}
