/** Silences one channel of a two-channel audio element (left: customer, right: agent). */
export interface ChannelSwitch {
  hear(channel: 'customer' | 'agent', on: boolean): void;
  close(): void;
}

/** Puts the element's sound through two gains, both heard in the middle. An element can be connected once only. */
export function connectChannels(element: HTMLAudioElement): ChannelSwitch {
  const context = new AudioContext();
  const splitter = context.createChannelSplitter(2);
  const gains = { customer: context.createGain(), agent: context.createGain() };
  context.createMediaElementSource(element).connect(splitter);
  splitter.connect(gains.customer, 0);
  splitter.connect(gains.agent, 1);
  gains.customer.connect(context.destination);
  gains.agent.connect(context.destination);
  return {
    hear: (channel, on) => {
      gains[channel].gain.value = on ? 1 : 0;
    },
    close: () => {
      void context.close();
    },
  };
}
