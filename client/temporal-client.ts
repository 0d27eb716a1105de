import { Client, Connection } from '@temporalio/client';
import { payloadCodec } from './payload-codec.ts';

export interface TemporalSettings {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
}

/**
 * A client that reads and writes payloads as this service does. It connects at the first call, so a service starts
 * while Temporal is away.
 */
export function temporalClient(settings: TemporalSettings, masterKey: Buffer): Client {
  return new Client({
    connection: Connection.lazy({ address: settings.temporalAddress, connectTimeout: '5s' }),
    namespace: settings.temporalNamespace,
    dataConverter: { payloadCodecs: [payloadCodec(masterKey)] },
  });
}
