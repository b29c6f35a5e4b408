import { ActionIcon, Alert, Checkbox, Group, Select, Slider, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRewindBackward5, IconRewindForward5, IconShieldLock } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { duration } from '../ui/format.ts';
import { playAxis } from './axis.ts';
import { connectChannels, type ChannelSwitch } from './channel-switch.ts';
import { TimeAxis } from './time-axis.tsx';

const jumpSeconds = 5;
const speeds = ['0.5', '0.75', '1', '1.25', '1.5', '2'];

interface PlayerProps {
  readonly listening: http.Listening;
  readonly measures: readonly http.ChannelMeasure[];
}

/**
 * Plays the two channels from the server's Range answers; every control has a name and works from the keyboard. It takes the focus, since
 * the button that was pressed to get here is gone.
 */
export function Player({ listening, measures }: PlayerProps) {
  const { t } = useTranslation('contacts');
  const audio = useRef<HTMLAudioElement>(null);
  const play = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    play.current?.focus();
  }, []);
  const [position, setPosition] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  const { spanSeconds, lastSecond } = playAxis(listening.recording);
  const seek = (to: number) => {
    const within = Math.min(lastSecond, Math.max(0, to));
    setPosition(within);
    if (audio.current) audio.current.currentTime = within;
  };
  const jump = (by: number) => {
    seek(position + by);
  };
  const total = duration(listening.recording.durationMs);
  return (
    <Stack
      gap="sm"
      role="group"
      aria-label={t('player.title')}
      onKeyDown={(event) => {
        jumpByKey(event, jump);
      }}
    >
      <Alert variant="outline" color="yellow" p="xs" icon={<IconShieldLock size={18} aria-hidden />}>
        {t('player.logged')}
      </Alert>
      {broken && (
        <Alert role="alert" color="red" variant="outline">
          {t('player.unplayable')}
        </Alert>
      )}
      <audio
        ref={audio}
        src={listening.audioUrl}
        preload="metadata"
        onTimeUpdate={(event) => {
          setPosition(event.currentTarget.currentTime);
        }}
        onPlay={() => {
          setPlaying(true);
        }}
        onPause={() => {
          setPlaying(false);
        }}
        onError={() => {
          setBroken(true);
        }}
      />
      <TimeAxis recording={listening.recording} measures={measures} positionMs={position * 1000} />
      <Slider
        label={null}
        thumbLabel={t('player.position')}
        thumbValueText={(value) => t('player.at', { position: duration(value * 1000), total })}
        min={0}
        max={spanSeconds}
        step={1}
        value={position}
        onChange={seek}
      />
      <Group>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('player.back')}
          onClick={() => {
            jump(-jumpSeconds);
          }}
        >
          <IconRewindBackward5 size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          ref={play}
          size="lg"
          aria-label={playing ? t('player.pause') : t('player.play')}
          onClick={() =>
            void toggle(audio, playing).catch(() => {
              setBroken(true);
            })
          }
        >
          {playing ? <IconPlayerPause size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />}
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('player.forward')}
          onClick={() => {
            jump(jumpSeconds);
          }}
        >
          <IconRewindForward5 size={18} aria-hidden />
        </ActionIcon>
        <Text size="sm" data-testid="position">
          {duration(position * 1000)} / {total}
        </Text>
        <Select
          aria-label={t('player.speed')}
          w={90}
          data={speeds.map((value) => ({ value, label: `${value}×` }))}
          defaultValue="1"
          allowDeselect={false}
          onChange={(value) => {
            if (audio.current) audio.current.playbackRate = Number(value);
          }}
        />
        <Channels audio={audio} />
      </Group>
    </Stack>
  );
}

async function toggle(audio: RefObject<HTMLAudioElement | null>, playing: boolean): Promise<void> {
  if (playing) audio.current?.pause();
  else await audio.current?.play();
}

/** J and L jump as in audio editors; they act while the focus is inside the player only (WCAG 2.1.4). */
function jumpByKey(event: KeyboardEvent, jump: (by: number) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'j') jump(-jumpSeconds);
  if (event.key === 'l') jump(jumpSeconds);
}

/** Hears one voice or both. The two sit left and right in the stream; each can be silenced alone. */
function Channels({ audio }: { readonly audio: RefObject<HTMLAudioElement | null> }) {
  const { t } = useTranslation('contacts');
  const switches = useRef<ChannelSwitch>(undefined);
  const [heard, setHeard] = useState({ customer: true, agent: true });
  useEffect(
    () => () => {
      switches.current?.close();
    },
    [],
  );
  const hear = (channel: 'customer' | 'agent', on: boolean) => {
    if (audio.current) switches.current ??= connectChannels(audio.current);
    switches.current?.hear(channel, on);
    setHeard({ ...heard, [channel]: on });
  };
  return (
    <Group gap="sm">
      {(['customer', 'agent'] as const).map((channel) => (
        <Checkbox
          key={channel}
          checked={heard[channel]}
          label={t('player.hear', { channel: t(`player.${channel}`) })}
          onChange={(event) => {
            hear(channel, event.currentTarget.checked);
          }}
        />
      ))}
    </Group>
  );
}
