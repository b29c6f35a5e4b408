import { Inject, Injectable } from '@nestjs/common';
import { TelephonyViews } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Contacts, type Attribution, type ComparableContact, type OpenedContact } from '@voxkeep/operative';
import { communication, conflict, newTimeOrderedId, settings, unprocessable, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { KnownPoints } from '../directory/known-points.js';
import { phonePoint, type PointValue } from '../directory/terms.js';
import { contactAnnounced } from './communication-events.js';

type Announced = z.output<typeof http.newContactBody>;
const longestAgoMs = 31 * 24 * 3_600_000;
const clocksDifferMs = 5 * 60_000;
const anotherNumber = 'contact.key-of-another-number';

/** The number as read; `keeps`: it may be kept. */
interface AnnouncedNumber {
  readonly point?: PointValue | undefined;
  readonly keeps: boolean;
  readonly attribution: Attribution;
}

/**
 * Contacts that a telephone system announces. Whoever comes first, it or the recorder, makes the contact; the second attaches.
 * The number goes into the directory, and a mark of it waits with the contact for the call that brings the same; what the call itself
 * carries is sealed by the recorder under the contact's own keys.
 */
@Injectable()
export class Announcements {
  constructor(
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
    @Inject(KnownPoints) private readonly points: KnownPoints,
  ) {}

  /**
   * Idempotent by system and key while the contact goes on; a key of one that is over announces another, unless it began before
   * that one ended. Without the keyring no contact is
   * announced that has a number. Throws 422 for an unknown queue or a time that cannot be, 409 for another number than that of the contact
   * that goes on under this key.
   */
  async announce(body: Announced, by: SignedIn): Promise<z.infer<typeof http.contactCreated>> {
    const openedAt = openingOf(body, new Date());
    await this.demandQueue(body);
    const number = await this.numberOf(body);
    const named = await this.contacts.named({ system: body.system, value: body.key });
    const live = named?.isLive ? named.contactId : undefined;
    if (live !== undefined) await this.demandSame(live, number, by);
    const point = live === undefined ? number.point : undefined;
    const { contactId, created } = await this.open(body, { openedAt, ...number, point }, by);
    if (created && live === undefined) await this.attribute(contactId, number, by);
    else if (contactId !== live) await this.demandSame(contactId, number, by);
    writeDown(contactId, body, number.keeps ? number.point : undefined);
    return { contactId, created };
  }

  private async demandQueue({ queueId }: Announced): Promise<void> {
    if (queueId !== undefined && !(await this.telephony.rulesOf(queueId))) throw refused('queueId', 'unknown');
  }

  /** Where contact data are switched off (R22) only times and queue are kept; whose call it is is compared all the same. */
  private async numberOf({ customerNumber, queueId }: Announced): Promise<AnnouncedNumber> {
    if (customerNumber === undefined) return { keeps: false, attribution: 'none' };
    const collecting = await this.telephony.collecting();
    const keeps = collecting.collects('contact-data-records', { channel: 'voice', queueId: queueId ?? null });
    const read = phonePoint(customerNumber, settings().site.region);
    if ('refused' in read) return { keeps, attribution: keeps ? read.refused : 'none' };
    return { point: read, keeps, attribution: 'none' };
  }

  private async open(
    body: Announced,
    { openedAt, point, attribution }: Omit<AnnouncedNumber, 'keeps'> & { readonly openedAt: Date },
    by: SignedIn,
  ): Promise<Pick<OpenedContact, 'contactId' | 'created'>> {
    const id = newTimeOrderedId(openedAt);
    return this.contacts.open(
      {
        id,
        key: { system: body.system, value: body.key },
        ...{ channel: 'voice', direction: body.direction, trunkId: null, queueId: body.queueId ?? null },
        ...{ recorderId: null, ownNumber: null, openedAt, connectedAt: null, customerOwner: null, agentOwner: null },
        ...{ customerNumber: null, customerName: null, attributes: null },
        ...{ attribution, announcedMark: point && (await this.points.announcedMark(id, point)) },
      },
      by.userId,
    );
  }

  /**
   * What is told of one customer must not be attached to another's contact. Where one of the numbers is not known nobody can tell; one that
   * is told while the contact waits for its call without any is the contact's from then on.
   */
  private async demandSame(contactId: string, number: AnnouncedNumber, by: SignedIn): Promise<void> {
    const { point, keeps } = number;
    if (point === undefined) return;
    const known = await this.contacts.comparable(contactId);
    if (known.announcedMark ?? known.takesMark) {
      const waits = await this.demandMark(contactId, point, known);
      if (waits && known.pointId === null) await this.attribute(contactId, number, by);
    } else if (keeps && known.pointId !== null) await this.demandPoint(known.pointId, point, by);
  }

  /** Answers whether the contact waits for this number still, or from now on. */
  private async demandMark(contactId: string, point: PointValue, { announcedMark }: ComparableContact): Promise<boolean> {
    const mark = await this.points.announcedMark(contactId, point);
    const waiting = announcedMark ?? (await this.contacts.markAnnounced(contactId, mark));
    if (waiting?.equals(mark) === false) throw conflict(anotherNumber);
    return waiting !== undefined;
  }

  private async demandPoint(pointId: string, point: PointValue, by: SignedIn): Promise<void> {
    if ((await this.points.ensure([point], by)).get(point.term) !== pointId) throw conflict(anotherNumber);
  }

  private async attribute(contactId: string, { point, keeps }: AnnouncedNumber, by: SignedIn): Promise<void> {
    if (!keeps || point === undefined) return;
    const contactPointId = (await this.points.ensure([point], by)).get(point.term);
    if (contactPointId === undefined) return;
    await this.contacts.attachCustomerPoint(contactId, { attribution: 'attributed', contactPointId }, by.userId);
  }
}

/** Under an open grant only: what a telephone system announced (04 f 8). */
function writeDown(contactId: string, { system, key, direction }: Announced, point?: PointValue): void {
  const value = point?.value ?? null;
  communication.during({ contactId, numbers: [value ?? undefined] }, (stream) => {
    stream.record(contactAnnounced, { contact: contactId, system, key, number: value, direction });
  });
}

/** A clock that is ahead of ours says that it begins now: nothing ends before it began. */
function openingOf({ openedAt }: Announced, now: Date): Date {
  if (openedAt === undefined) return now;
  const at = new Date(openedAt);
  const ageMs = now.getTime() - at.getTime();
  if (ageMs > longestAgoMs || ageMs < -clocksDifferMs) throw refused('openedAt', 'out-of-range');
  return at > now ? now : at;
}

function refused(path: string, problem: string): Error {
  return unprocessable([{ path, problem }]);
}
