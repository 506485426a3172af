export declare function lacking(machine?: { uid?: number; platform?: string; arch?: string; debian?: boolean; cgroups?: string }): string[];
