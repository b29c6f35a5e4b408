// Part of what is loaded into every program, and imported by the appliance, whose parent is the launcher: when the parent is gone,
// however it ended, the process stops as if it had been told to. Listening for the end of the channel does not keep it alive.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
