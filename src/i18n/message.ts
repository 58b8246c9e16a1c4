/** A text of the page. `{name}` is filled from the arguments; a message with forms is chosen by its argument `n`. */
export type Message = string | { readonly one: string; readonly other: string };

/** The names between braces: `'{n} of {all}'` -> `'n' | 'all'`. */
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** One with forms takes the number that chooses, whether it says it or not. */
type Names<M> = M extends { readonly other: infer Other extends string }
  ? Placeholders<Other> | 'n'
  : M extends string
    ? Placeholders<M>
    : never;

/** The arguments that a message takes: none, or one object with a value for each placeholder. */
export type ArgsOf<M> = [Names<M>] extends [never] ? [] : [args: { readonly [Name in Names<M>]: string | number }];
