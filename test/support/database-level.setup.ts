export default async function (): Promise<void> { await Promise.resolve(); }
