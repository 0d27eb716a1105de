import { readConfig } from '#config.ts';
import { migrate } from './migrate.ts';

const applied = await migrate(readConfig().databaseUrl);
process.stdout.write(
  applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`,
);
