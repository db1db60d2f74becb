/** Reads an environment variable that a person named; the domain itself never reads the environment. */
export type NamedVariable = (name: string) => string | undefined;

/** Which teachers this process may reach, and the key that it needs. */
export type TeacherAccess = {
  /** The installation's key, which decrypts the teachers' keys. */
  key: Buffer;
  variable: NamedVariable;
  /** Hosts inside the network that the owner allows; `*` means all. */
  innerHosts: readonly string[];
  /** Ports of Seedleaf and of its database on this machine: never a teacher's. */
  ownPorts: readonly number[];
};

/** The rules for one teacher's address. */
export type AddressRules = Pick<TeacherAccess, 'innerHosts' | 'ownPorts'> & {
  /** An owner entered the address, so it may be this machine itself. */
  mayBeThisMachine: boolean;
};

/** For addresses that Seedleaf itself set, such as the practice teacher's. */
export const ownAddress: AddressRules = { innerHosts: [], ownPorts: [], mayBeThisMachine: true };
