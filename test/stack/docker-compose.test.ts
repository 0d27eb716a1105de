import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingNames } from '#config.ts';

const lines = readFileSync(join(import.meta.dirname, '..', '..', 'docker-compose.yml'), 'utf8').split('\n');

/** The lines below this one that are indented deeper. */
function blockOf(heading: RegExp): string[] {
  const start = lines.findIndex((line) => heading.test(line));
  if (start === -1) throw new Error(`no line ${String(heading)}`);
  const depth = indentOf(lines[start] ?? '');
  const length = lines.slice(start + 1).findIndex((line) => line.trim() !== '' && indentOf(line) <= depth);
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const keysOf = (block: readonly string[]): string[] => {
  const depth = Math.min(...block.filter((line) => line.trim() !== '').map((line) => indentOf(line)));
  return block
    .filter((line) => indentOf(line) === depth)
    .flatMap((line) => /^\s*([\w-]+):/.exec(line)?.[1] ?? []);
};

describe('docker-compose.yml', () => {
  test('gives the service settings that config.ts knows, and no others', () => {
    const given = keysOf(blockOf(/^x-settings: &settings$/));
    expect(given).not.toEqual([]);
    const unknown = given.filter((name) => !settingNames.some((known) => known === name));
    expect(unknown).toEqual([]);
  });

  test('gives API, worker and migrations the same settings and nothing beside them', () => {
    expect(blockOf(/^x-service: &service$/)).toContain('  environment: *settings');
    for (const service of ['api', 'worker', 'migrate']) {
      const block = blockOf(new RegExp(`^ {2}${service}:$`));
      expect(block).toContain('    <<: *service');
      expect(keysOf(block)).not.toContain('environment');
    }
  });

  test('asks for every secret and has none of its own', () => {
    const secrets = lines.filter((line) => /_(KEY|PASSWORD|PWD): /.test(line));
    expect(secrets.length).toBeGreaterThan(5);
    for (const line of secrets) expect(line).toMatch(/: \$\{[A-Z_]+:\?[^}]+\}$/);
  });

  test('opens ports on the loopback address alone', () => {
    const ports = lines.filter((line) => /^\s+ports: /.test(line));
    expect(ports.length).toBeGreaterThan(2);
    for (const line of ports) expect(line).toMatch(/ports: \[["']127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+["']\]$/);
  });

  test('has a fair Temporal that its data fits', () => {
    const text = lines.join('\n');
    expect(text).toMatch(/matching\.enableFairness:\n\s+- value: true/);
    expect(text).toContain('NUM_HISTORY_SHARDS: 512');
    for (const attribute of ['CompanyId', 'SyncState'])
      expect(text).toContain(`--name ${attribute} --type Keyword`);
  });
});
