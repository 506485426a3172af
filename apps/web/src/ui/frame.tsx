import { type ReactNode } from 'react';

/** A piece of film: perforations above and below what belongs to it. */
export function FilmFrame({
  children,
  aspectRatio,
  className = '',
}: {
  readonly children?: ReactNode;
  readonly aspectRatio: string;
  readonly className?: string;
}) {
  return (
    <div className={`rounded-frame bg-frame px-[3px] ${className}`}>
      <div className="perf" />
      <div className="relative overflow-hidden bg-room-1" style={{ aspectRatio: aspectRatio.replace(':', ' / ') }}>
        {children}
      </div>
      <div className="perf" />
    </div>
  );
}

/** Words on a picture. */
export function OnPicture({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }) {
  return <span className={`code absolute rounded-frame bg-label px-1 text-on-label ${className}`}>{children}</span>;
}

/** By hand, in grease pencil: a box round what is selected. */
export function PencilBox() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className="pointer-events-none absolute -inset-1 z-10 size-[calc(100%+8px)] overflow-visible text-pencil"
    >
      <path
        d="M2 3 C30 1.6 70 2.6 98 1.8 C99 30 98.4 70 98.8 98.4 C70 97.4 30 99 1.4 98 C2.2 70 1 30 2.6 1"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        vectorEffect="non-scaling-stroke"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** A cross through what shall be made again. */
export function PencilCross() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className="pointer-events-none absolute inset-0 z-10 size-full text-pencil"
    >
      {['M12 6 C38 36 62 64 86 96', 'M88 8 C62 38 40 62 10 92'].map((d) => (
        <path
          key={d}
          d={d}
          pathLength={1}
          className="drawn"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
          strokeLinecap="round"
        />
      ))}
    </svg>
  );
}
