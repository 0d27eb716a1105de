import { randomInt } from 'node:crypto';
import { refuseTakenPorts, TakenPort } from '#stack/ports.ts';

/** Systems give ports from 32768 or 49152 on to whoever asks for any. */
const range = [20_000, 30_000] as const;

/**
 * Free ports for servers that take them later, or leave them and come back to them: no program that asks for any port,
 * and no connection of one, is given them meanwhile. No two alike.
 */
export async function quietPorts(count: number): Promise<number[]> {
  for (;;) {
    const ports = Array.from({ length: count }, () => randomInt(...range));
    try {
      await refuseTakenPorts(ports.map((port) => ({ port, wantedBy: 'a test', setting: 'none' })));
      return ports;
    } catch (error) {
      if (!(error instanceof TakenPort)) throw error;
    }
  }
}
