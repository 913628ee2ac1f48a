/** An exact decimal, units / 10^scale, in its one form: no trailing zeros. The twin of src/base/decimal.h. */
export interface Decimal {
  readonly kind: "number";
  readonly units: bigint;
  readonly scale: number;
}

const LIMIT = 10n ** 34n;
const MOST_SCALE = 34;
const QUOTIENT_PLACES = 12;

const power = (n: number): bigint => 10n ** BigInt(n);

/** The number, or null when it has more than 34 digits. */
function fitted(units: bigint, scale: number): Decimal | null {
  if (units >= LIMIT || units <= -LIMIT || scale > MOST_SCALE) return null;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { kind: "number", units, scale };
}

export function whole(n: number | bigint): Decimal {
  return { kind: "number", units: BigInt(n), scale: 0 };
}

/** "-12.50"; null for anything else or more than 34 digits. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const places = match[3] ?? "";
  if (places.length > MOST_SCALE) return null;
  const units = BigInt(match[2] + places);
  return fitted(match[1] === "-" ? -units : units, places.length);
}

export function decimalText(a: Decimal): string {
  const negative = a.units < 0n;
  let digits = (negative ? -a.units : a.units).toString();
  if (a.scale > 0) {
    digits = digits.padStart(a.scale + 1, "0");
    digits = digits.slice(0, -a.scale) + "." + digits.slice(-a.scale);
  }
  return negative ? "-" + digits : digits;
}

const at = (a: Decimal, scale: number): bigint => a.units * power(scale - a.scale);

export function add(a: Decimal, b: Decimal): Decimal | null {
  const scale = Math.max(a.scale, b.scale);
  return fitted(at(a, scale) + at(b, scale), scale);
}

export function negate(a: Decimal): Decimal {
  return { kind: "number", units: -a.units, scale: a.scale };
}

export function multiply(a: Decimal, b: Decimal): Decimal | null {
  return fitted(a.units * b.units, a.scale + b.scale);
}

/** Half away from zero. */
function quotient(a: bigint, b: bigint): bigint {
  const negative = a < 0n !== b < 0n;
  const x = a < 0n ? -a : a;
  const y = b < 0n ? -b : b;
  const q = (2n * x + y) / (2n * y);
  return negative ? -q : q;
}

/** To 12 places; null when b is zero. */
export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.units === 0n) return null;
  const shift = QUOTIENT_PLACES - a.scale + b.scale;
  const q = shift >= 0 ? quotient(a.units * power(shift), b.units) : quotient(a.units, b.units * power(-shift));
  return fitted(q, QUOTIENT_PLACES);
}

export function rounded(a: Decimal, places: number): Decimal | null {
  return a.scale <= places ? a : fitted(quotient(a.units, power(a.scale - places)), places);
}

export function floor(a: Decimal): Decimal {
  const cut = a.units / power(a.scale);
  return whole(a.units < 0n && a.scale > 0 ? cut - 1n : cut);
}

/** Negative, zero or positive. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const x = at(a, scale);
  const y = at(b, scale);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The integer when it is one within ±most. */
export function asInteger(a: Decimal, most: number): number | null {
  return a.scale === 0 && a.units <= BigInt(most) && a.units >= BigInt(-most) ? Number(a.units) : null;
}
