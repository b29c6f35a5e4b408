import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Client } from 'pg';
import { from, to } from 'pg-copy-streams';
import { startPatienceMs } from './connect.js';

/** What a COPY out of a table gave; `rows` is known once the stream has ended. */
export interface CopyOut {
  readonly stream: AsyncIterable<Buffer>;
  readonly rows: () => number;
}

/** A COPY into a table. */
export interface CopyIn {
  /** Resolves when there is room for more. Throws what the database says of the rows so far. */
  readonly write: (bytes: Buffer) => Promise<void>;
  /** Ends it; answers how many rows were taken in. */
  readonly end: () => Promise<number>;
}

/** One connection over which whole tables go, for backup and restore. */
export class CopyConnection {
  private constructor(private readonly client: Client) {}

  /** Throws the driver's error when the database cannot be reached. */
  static async open(url: string, program: string): Promise<CopyConnection> {
    const client = new Client({ connectionString: url, application_name: program, connectionTimeoutMillis: startPatienceMs });
    client.on('error', () => undefined); // a connection that broke is told by the next statement
    await client.connect();
    return new CopyConnection(client);
  }

  async rows<R>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    return (await this.client.query(sql, [...parameters])).rows as R[];
  }

  /** Streams what `copy … to stdout` gives. */
  copyOut(sql: string): CopyOut {
    const stream: Readable & { rowCount: number } = this.client.query(to(sql));
    return { stream, rows: () => stream.rowCount };
  }

  /** Begins `copy … from stdin`. */
  copyIn(sql: string): CopyIn {
    const stream: Writable & { rowCount: number } = this.client.query(from(sql));
    stream.on('error', () => undefined); // told by write() and end()
    return {
      write: async (bytes) => {
        if (stream.errored) throw stream.errored;
        // The bytes may be a view on memory that is used again before they are sent.
        if (!stream.write(Buffer.from(bytes))) await once(stream, 'drain');
      },
      end: async () => {
        stream.end();
        await finished(stream);
        return stream.rowCount;
      },
    };
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
