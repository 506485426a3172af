export interface ImageSettings {
  Env?: string[];
  Entrypoint?: string[] | null;
  Cmd?: string[] | null;
  User?: string;
  WorkingDir?: string;
}
export interface Place {
  image: ImageSettings;
  rootfs: string;
  hostname: string;
  network: string;
  cgroup: string;
  volumes: Record<string, string>;
  configMaps?: Record<string, Record<string, string>>;
  secrets?: Record<string, Record<string, string>>;
  files?: Record<string, string>;
  seccomp: object;
}
export interface Mount {
  destination: string;
  type: string;
  source: string;
  options: string[];
}
export interface Bundle {
  process: {
    args: string[];
    env: string[];
    cwd: string;
    user: { uid: number; gid: number; umask: number; additionalGids?: number[] };
    capabilities: Record<'bounding' | 'permitted' | 'effective' | 'inheritable' | 'ambient', string[]>;
    noNewPrivileges: boolean;
  };
  root: { path: string; readonly: boolean };
  hostname: string;
  mounts: Mount[];
  linux: {
    cgroupsPath: string;
    namespaces: { type: string; path?: string }[];
    resources: { cpu: { shares: number; quota?: number; period?: number }; memory?: { limit: number } };
    seccomp?: { defaultAction: string; architectures: string[]; syscalls: { names: string[]; action: string }[] };
  };
}
export declare function quantity(text: string | number): number;
export declare function bundleOf(pod: object, place: Place): Bundle;
