/** A person or program that calls the relay with a password of its own. Kept under its name. */
export interface ClientRecord {
  /** SHA-256 of the password in hex. The password itself is kept nowhere. */
  readonly hash: string;
  /** Such as `hj-…4f2a`. */
  readonly masked: string;
  /** Ms since the epoch. */
  readonly addedAt: number;
  readonly enabled: boolean;
}

/** The same with the name, which stands for the client in limits, log and usage. */
export interface NamedClient extends ClientRecord {
  readonly name: string;
}
