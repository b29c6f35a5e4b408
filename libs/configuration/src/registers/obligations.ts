/** How the site answers for a promise: a duty of its own, or something the product does not offer. */
export interface Obligation {
  /** Its name in texts, addresses and the database. */
  readonly id: string;
  /** Promises of the mission that it answers, `R111`. */
  readonly promises: readonly string[];
  /** Months between two reviews; null for what is not offered, which is only stated. */
  readonly reviewMonths: number | null;
}

const duty = (id: string, reviewMonths: number, ...promises: readonly string[]): Obligation => ({ id, promises, reviewMonths });
const notOffered = (id: string, ...promises: readonly string[]): Obligation => ({ id, promises, reviewMonths: null });

/**
 * Every promise that is an organisational duty or a statement about a cloud, and what is not offered (01, "Not offered"). The one
 * place that names them: rows of the database and texts of the page follow it.
 */
export const obligations: readonly Obligation[] = [
  duty('security-review', 12, 'R111'),
  duty('incident-plan', 12, 'R112'),
  duty('processor-agreements', 12, 'R113'),
  duty('staff-training', 12, 'R114'),
  duty('data-flows', 12, 'R115', 'R34'),
  duty('legal-transparency', 12, 'R122', 'R56'),
  duty('physical-media', 12, 'R109'),
  duty('remote-support', 12, 'R123'),
  duty('purpose-first', 12, 'R36', 'R26'),
  duty('retention-policy', 12, 'R45', 'R35'),
  duty('fitting-roles', 6, 'R74'),
  duty('caller-verification', 12, 'R85'),
  duty('logs-and-backups', 6, 'R94'),
  duty('software-updates', 3, 'R106'),
  duty('screen-on-hold', 12, 'R68'),
  duty('instance-separation', 24, 'R13'),
  duty('two-stage-storage', 24, 'R69'),
  duty('storage-control', 24, 'R81'),
  notOffered('shared-profile-domain', 'R14'),
  notOffered('voice-biometrics', 'R48', 'R49', 'R104', 'R105'),
  notOffered('client-side-recording'),
  notOffered('softphone'),
  notOffered('call-switching'),
  notOffered('live-coaching'),
  notOffered('transcription'),
  notOffered('quality-scorecards'),
  notOffered('passive-capture'),
];
