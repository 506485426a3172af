export function Mark() {
  return (
    <span className="flex items-center gap-2 text-lead font-semibold">
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        <path className="text-pencil-ink" fill="none" stroke="currentColor" strokeWidth="2" d="M1 6V1h5M15 10v5h-5" />
        <path className="text-ink-1" fill="currentColor" d="M5 5h6v6H5z" />
      </svg>
      kadr
    </span>
  );
}
