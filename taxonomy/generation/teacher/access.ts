/** Reads an environment variable that a person named; the domain itself never reads the environment. */
export type NamedVariable = (name: string) => string | undefined;

/** How the process that it runs in lets Seedleaf reach teachers. */
export type TeacherAccess = {
  /** The installation's key, which opens the teachers' keys. */
  key: Buffer;
  variable: NamedVariable;
  /** Hosts inside the network that the owner allows; `*` is all. */
  innerHosts: readonly string[];
  /** Ports of Seedleaf and of its database on this machine: never a teacher's. */
  ownPorts: readonly number[];
};

/** Which addresses one teacher may have. */
export type AddressRules = Pick<TeacherAccess, 'innerHosts' | 'ownPorts'> & {
  /** An owner gave the address, so it may be this machine itself. */
  mayBeThisMachine: boolean;
};

/** For addresses that Seedleaf itself gave, such as the practice teacher's. */
export const ownAddress: AddressRules = { innerHosts: [], ownPorts: [], mayBeThisMachine: true };
