import { ensureCertificate, type TlsFiles } from '../keys/tls-files.js';
import { say } from '../say.js';

const dayMs = 86_400_000;

/** Looks at the server's certificate once a day and hands on a new one before the old one ends. The result ends the watch. */
export function watchCertificate(files: TlsFiles, renewed: () => Promise<void>): () => void {
  const timer = setInterval(() => {
    if (ensureCertificate(files, new Date()) === 'kept') return;
    say('The TLS certificate was renewed.');
    void renewed();
  }, dayMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
