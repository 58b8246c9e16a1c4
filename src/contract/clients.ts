/** `/api/clients`: who calls with a password of their own, and the quota of a client or site. */

export interface Allowance {
  /** Model calls within any minute, in place of what `MAX_REQUESTS_PER_MINUTE` says for everybody. */
  readonly requestsPerMinute?: number;
  /** Model calls within any 24 hours, in place of what `MAX_REQUESTS_PER_DAY_PER_IP` says for everybody. */
  readonly requestsPerDay?: number;
  /** Patterns of models: of those that the settings allow, the caller may use these only. Empty as absent: all. */
  readonly models?: readonly string[];
}

/** What is not named stays as it is. */
export interface AllowancePatch {
  /** 0: as the settings say for everybody. */
  readonly requestsPerMinute?: number;
  readonly requestsPerDay?: number;
  /** Empty: all that the settings allow. */
  readonly models?: readonly string[];
}

/** `GET /api/clients`: who calls with a password of their own. */
export interface ClientView extends Allowance {
  readonly name: string;
  /** The password, such as `hj-…4f2a`. */
  readonly masked: string;
  /** Ms since the epoch. */
  readonly addedAt: number;
  readonly enabled: boolean;
}

/** `PATCH /api/clients/:name` */
export interface ClientPatch extends AllowancePatch {
  readonly enabled?: boolean;
}

/** `POST /api/clients` */
export interface NewClient extends AllowancePatch {
  readonly name: string;
}

/** `POST /api/clients` and `POST /api/clients/:name/password`: the password is told this once. */
export interface NewPassword {
  readonly client: ClientView;
  readonly password: string;
}
