import { encode } from 'uqr';

const quietZone = 2;

/** The enrolment address of an authenticator app as an inline drawing: no image request, no foreign host sees the secret. */
export function SecondFactorCode({ uri, label }: { readonly uri: string; readonly label: string }) {
  const { data, size } = encode(uri, { border: quietZone });
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      width={196}
      height={196}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={squares.join('')} fill="#000000" />
    </svg>
  );
}
