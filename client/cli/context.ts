import type { Command } from 'commander';
import { readConfig } from '#config.ts';
import { httpClient, type HttpClient } from '../http-client.ts';
import { findAdministratorKey, localUrl } from './service.ts';
import { WrongUse } from './trouble.ts';

export interface GlobalOptions {
  readonly company?: string;
  readonly url?: string;
  readonly json?: true;
  readonly answersIn?: 'da' | 'en';
}

/** What every command works with. */
export interface Context {
  readonly api: HttpClient;
  /** Prints what the API has answered, or (without --json) what `inWords` makes of it. */
  print<Answer>(answer: Answer, inWords: (answer: Answer) => string): void;
  /** Whether a person looks on, so that bars and prompts make sense. */
  readonly isJson: boolean;
}

export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  const config = readConfig();
  const url = urlOf(options.url ?? localUrl(config));
  return {
    api: httpClient({
      url,
      key: findAdministratorKey(config, url),
      ...(options.answersIn && { language: options.answersIn }),
    }),
    isJson: options.json ?? false,
    print(answer, inWords) {
      const text = options.json ? JSON.stringify(answer, null, 2) : inWords(answer);
      process.stdout.write(`${text}\n`);
    },
  };
}

/** @throws WrongUse where no company is named. */
export function companyOf(command: Command): string {
  const { company } = command.optsWithGlobals<GlobalOptions>();
  if (company === undefined)
    throw new WrongUse('Name the company: --company <id> (absence-sync company list shows all).');
  return company;
}

function urlOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new WrongUse(`--url must be an address such as https://absence.contoso.example, not ${text}.`);
  return text;
}

/** For progress and remarks, which are no part of the output. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}
