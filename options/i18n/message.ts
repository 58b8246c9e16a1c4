/** A text of the page. `{name}` is filled from the arguments; a message with forms is chosen by its argument `n`. */
export type Message = string | { readonly one: string; readonly other: string };

/** The names between braces: `'{n} of {all}'` -> `'n' | 'all'`. */
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

type Text<M> = M extends { readonly other: infer Other extends string } ? Other : M extends string ? M : never;

/** The arguments that a message takes: none, or one object with a value for each placeholder. */
export type ArgsOf<M> = [Placeholders<Text<M>>] extends [never]
  ? []
  : [args: { readonly [Name in Placeholders<Text<M>>]: string | number }];
