/** The names of the web that the core uses and that the types of Node 20 lack, as Node itself understands them. */
type BodyInit = NonNullable<RequestInit['body']>;
type RequestRedirect = NonNullable<RequestInit['redirect']>;
type CryptoKey = import('node:crypto').webcrypto.CryptoKey;
