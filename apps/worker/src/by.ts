/** Who acted, in audit entries of this process. */
export const byWorker = 'system:worker';
