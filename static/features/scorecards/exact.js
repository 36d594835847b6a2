/**
 * Numbers as they are typed, in whole units of what is kept: 62.5% are 6250 hundredths, and 62.505% are none.
 * @module
 */

/** How many decimals what is typed may have. @param {number} unit how much of what is kept makes one: a power of ten */
export function decimalsOf(unit) {
  return String(unit).length - 1;
}

/**
 * Exactly as many units as was typed; null where that is not a whole number of them.
 * @param {string} text as a number field gives it
 * @param {number} unit
 * @returns {number | null}
 */
export function inUnits(text, unit) {
  const [, sign, whole, fraction = "", power = "0"] = /^(-?)(\d*)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text.trim()) ??
    [];
  if (whole === undefined || whole + fraction === "") return null;
  const shift = decimalsOf(unit) - fraction.length + Number(power);
  const digits = whole + fraction;
  const lost = shift < 0 ? digits.slice(shift) : "";
  if (/[1-9]/.test(lost)) return null;
  const kept = shift < 0 ? digits.slice(0, shift) : digits + "0".repeat(Math.min(shift, 30));
  const value = Number(`${sign}${kept || "0"}`);
  return Number.isSafeInteger(value) ? value : null;
}
