/** Made at build time by scripts/traditional.mjs. */
declare module "virtual:traditional" {
  const table: { readonly characters: string; readonly phrases: string };
  export default table;
}
