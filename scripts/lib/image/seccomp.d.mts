export declare function seccompOf(
  profile: object,
  container?: { capabilities?: string[]; arch?: string },
): { defaultAction: string; defaultErrnoRet?: number; architectures: string[]; syscalls: { names: string[]; action: string }[] };
