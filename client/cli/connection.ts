import type { Command } from 'commander';
import type { ConnectionAnswer, ConnectionSavedAnswer } from '#api/connections.ts';
import { ApiProblem } from '../http-client.ts';
import { addConnectionGuideCommand } from './connection-guide.ts';
import { addConnectionTestCommand } from './connection-test.ts';
import { companyOf, contextOf, type Context } from './context.ts';
import { readSecret } from './secret-input.ts';
import { facts } from './table.ts';
import { WrongUse } from './trouble.ts';

interface SetOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly secretStdin?: true;
  readonly secretExpires?: string;
  readonly on?: true;
  readonly confirmMove?: true;
}

export function addConnectionCommands(program: Command): void {
  const connection = program.command('connection').description('the connection to Microsoft 365');

  connection
    .command('show')
    .description('the connection and its state')
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.connection(companyOf(command)), inWords);
    });

  connection
    .command('set')
    .description('save the connection, once Entra has given a token for it')
    .requiredOption('--tenant-id <guid>', 'Directory (tenant) ID')
    .requiredOption('--client-id <guid>', 'Application (client) ID')
    .option('--secret-stdin', 'read the client secret (Value) from stdin; a terminal asks for it')
    .option('--secret-expires <date>', 'when the secret expires, as Entra shows it')
    .option('--on', 'switch the connection ON; else it stays as it is')
    .option('--confirm-move', 'leave the events that stand in the tenant or application saved before')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync connection set --company acme --tenant-id 1b1c… --client-id 9f0e… --secret-stdin --on < secret.txt',
    )
    .action(async (options: SetOptions, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const clientSecret = await readSecret(
        options.secretStdin ?? false,
        'Client secret (Value; empty keeps the saved one): ',
      );
      const saved = await context.api.setConnection(company, {
        tenantId: options.tenantId,
        clientId: options.clientId,
        enabled: options.on ?? (await isOn(context, company)),
        ...(clientSecret !== undefined && { clientSecret }),
        ...(options.secretExpires !== undefined && { secretExpiresAt: options.secretExpires }),
        ...(options.confirmMove && { confirmMove: true }),
      });
      context.print(saved, savedInWords);
    });

  connection
    .command('on')
    .description('switch it ON; all that waits is then sent')
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.changeConnection(companyOf(command), { enabled: true }), savedInWords);
    });

  connection
    .command('off')
    .description('switch it OFF; nothing is sent')
    .option('--keep', 'what stands in Outlook stays there')
    .option('--purge', 'what stands in Outlook is removed first')
    .addHelpText('after', '\nWithout --keep or --purge it is as it was chosen last; keep at first.')
    .action(async ({ keep, purge }: { keep?: true; purge?: true }, command: Command) => {
      if (keep && purge) throw new WrongUse('Give --keep or --purge, not both.');
      const context = contextOf(command);
      const change = {
        enabled: false,
        ...(purge && { whenOff: 'purge' as const }),
        ...(keep && { whenOff: 'keep' as const }),
      };
      context.print(await context.api.changeConnection(companyOf(command), change), savedInWords);
    });

  addConnectionTestCommand(connection);
  addConnectionGuideCommand(connection);
}

export function addSecretCommands(program: Command): void {
  const secret = program.command('secret').description('the client secret of the connection');

  secret
    .command('renew')
    .description('replace it, once Entra has given a token for the new one')
    .option('--secret-stdin', 'read it (Value) from stdin; a terminal asks for it')
    .option('--expires <date>', 'when it expires, as Entra shows it')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync secret renew --company acme --secret-stdin < secret.txt',
    )
    .action(async (options: { secretStdin?: true; expires?: string }, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const clientSecret = await readSecret(options.secretStdin ?? false, 'New client secret (Value): ');
      if (clientSecret === undefined)
        throw new WrongUse('Give the new client secret: --secret-stdin, or type it on a terminal.');
      const renewed = await context.api.renewSecret(company, {
        clientSecret,
        ...(options.expires !== undefined && { secretExpiresAt: options.expires }),
      });
      context.print(renewed, savedInWords);
    });

  secret
    .command('expires <date>')
    .description(
      'note when the saved one expires, as Entra shows it, so that somebody is reminded; or unknown',
    )
    .addHelpText('after', '\nExample:\n  $ absence-sync secret expires 2028-11-24 --company acme')
    .action(async (date: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const secretExpiresAt = date === 'unknown' ? null : date;
      context.print(
        await context.api.changeConnection(companyOf(command), { secretExpiresAt }),
        savedInWords,
      );
    });
}

async function isOn({ api }: Context, company: string): Promise<boolean> {
  try {
    return (await api.connection(company)).enabled;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return false;
    throw error;
  }
}

function inWords(connection: ConnectionAnswer): string {
  const { credential, reason } = connection;
  return facts([
    ['State', `${connection.state} since ${connection.since}`],
    ['Because', reason ? `${reason.message} ${reason.remedy}` : undefined],
    ['Switched', connection.enabled ? 'ON' : 'OFF'],
    ['Tenant', connection.tenantId],
    ['Application', connection.clientId],
    ['Secret', credential ? `${credential.hint}…` : null],
    ['Expires', credential ? (credential.expiresAt ?? 'unknown') : undefined],
  ]);
}

function savedInWords(connection: ConnectionSavedAnswer): string {
  const { replayId, note } = connection;
  return [
    inWords(connection),
    ...(replayId ? [`Replay ${replayId} brings to Outlook what has waited.`] : []),
    ...(note === undefined ? [] : [note]),
  ].join('\n');
}
