import { Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { StreamFolder, StreamKeys, digestNumber, openStream, settings, type StreamFile } from '@voxkeep/platform';
import { z } from 'zod';

type Line = http.StreamAnswer['lines'][number];

/** How many lines one answer holds; the newest are shown. */
const mostLines = 2000;
const storedLine = z.looseObject({ at: z.string(), event: z.string() });
const shownValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The sealed streams of this site and the one-time keys that open them. This process alone has both. */
@Injectable()
export class Streams {
  private readonly folder = new StreamFolder(settings().diagnostics.streamDirectory);
  private readonly keys = new StreamKeys(settings().diagnostics.streamKeyDirectory);

  /** Keeps the key of a grant; with a number also the key to compare numbers with, and returns the number's digest under it. */
  keepKeys(grantId: string, privateKey: Buffer, number: string | undefined): Buffer | null {
    this.keys.keep(grantId, privateKey);
    return number === undefined ? null : digestNumber(this.folder.makeMatchKey(grantId), number);
  }

  list(grantId: string): readonly StreamFile[] {
    return this.folder.list(grantId);
  }

  /** Every line of a grant in the order of time. Throws `stream.unreadable` for a file that was changed, `stream.shredded` is null. */
  read(grantId: string): http.StreamAnswer | null {
    const key = this.keys.find(grantId);
    if (!key) return null;
    let torn = 0;
    const lines = this.list(grantId).flatMap((file) => {
      const opened = openStream(this.folder.read(file), key);
      if (opened.torn) torn += 1;
      return opened.lines.map((line) => lineOf(line, file.program));
    });
    key.fill(0);
    lines.sort((one, other) => one.at.localeCompare(other.at));
    return { lines: lines.slice(-mostLines), torn, omitted: Math.max(0, lines.length - mostLines) };
  }

  /** Ids of the contacts that a stream tells of. */
  contactsIn(grantId: string): readonly string[] {
    const ids = (this.read(grantId)?.lines ?? []).map(({ fields }) => fields['contact']);
    return [...new Set(ids.filter((id) => z.uuid().safeParse(id).success))] as string[];
  }

  /** Numbers are not compared any more. */
  stopMatching(grantId: string): void {
    this.folder.dropMatchKey(grantId);
  }

  /** Destroys the key first, then the files: what is left of an interrupted run is unreadable. */
  destroy(grantId: string): void {
    this.keys.destroy(grantId);
    this.folder.remove(grantId);
  }
}

function lineOf(sealed: Buffer, program: string): Line {
  const { at, event, ...rest } = storedLine.parse(JSON.parse(sealed.toString('utf8')));
  return { at, event, program, fields: z.record(z.string(), shownValue).parse(rest) };
}
