/** What Node calls an architecture, as the kernel's filter names it. */
const FILTERED_AS = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' };
const PROFILE_SAYS = { x64: 'amd64', arm64: 'arm64' };

const isMet = (wanted, { capabilities, arch }) => {
  const { arches, caps } = { arches: wanted?.arches ?? [], caps: wanted?.caps ?? [] };
  return (arches.length === 0 || arches.includes(PROFILE_SAYS[arch])) && caps.every((name) => capabilities.includes(name));
};
const isTouched = (shunned, { capabilities, arch }) =>
  Boolean(shunned?.arches?.includes(PROFILE_SAYS[arch]) || shunned?.caps?.some((name) => capabilities.includes(name)));

/**
 * The profile that container engines ship (`RuntimeDefault`), as the runtime wants it: of its rules those that hold for a container
 * with these capabilities on this architecture.
 */
export function seccompOf(profile, { capabilities = [], arch = process.arch } = {}) {
  const machine = FILTERED_AS[arch];
  const known = profile.archMap?.find(({ architecture }) => architecture === machine);
  const container = { capabilities, arch };
  const rules = profile.syscalls.filter(({ includes, excludes }) => isMet(includes, container) && !isTouched(excludes, container));
  return {
    defaultAction: profile.defaultAction,
    ...(profile.defaultErrnoRet !== undefined && { defaultErrnoRet: profile.defaultErrnoRet }),
    architectures: [machine, ...(known?.subArchitectures ?? [])],
    syscalls: rules.map(({ names, action, args, errnoRet }) => ({
      names,
      action,
      ...(args?.length > 0 && { args }),
      ...(errnoRet !== undefined && { errnoRet }),
    })),
  };
}
