/**
 * The score of an evaluation as exact rational arithmetic: the same function as the server's,
 * so that the running total moves with every key. Scores are integer micro-percent
 * (0 to 100,000,000), rounded half-up once, at the very end.
 */

/**
 * @typedef {"none" | "section" | "evaluation"} AutoFail
 * @typedef {{ key: string, label: string, points: number, autoFail?: AutoFail }} Option
 * @typedef {{
 *   key: string, type: "yesNo" | "singleChoice" | "ratingScale", text: string, helpText?: string,
 *   required?: boolean, allowNA?: boolean, default?: string | null,
 *   commentPolicy?: "optional" | "required" | { onOptions: string[] }, options: Option[]
 * }} Question
 * @typedef {{ key: string, title: string, description?: string, weight?: number, questions: Question[] }} Section
 * @typedef {{
 *   key: string, name: string, description?: string, format: "percentage" | "points",
 *   defaultsOn?: boolean, evidenceRequired?: boolean, passMark?: number | null,
 *   unansweredOptional?: "zero" | "exclude", sections: Section[]
 * }} Scorecard
 * @typedef {{ startMs: number, endMs: number }} Range
 * @typedef {{ option?: string, na?: boolean, comment?: string, evidence?: Range[], touched?: boolean, confirmed?: boolean }} Answer
 * @typedef {Record<string, Answer>} Answers
 * @typedef {{ key: string, earned: number, possible: number, score: number | null, autoFailed: boolean }} SectionScore
 * @typedef {{
 *   score: number | null, scoreBeforeAutoFail: number | null, earned: number, possible: number,
 *   autoFailed: boolean, passed: boolean | null, missingRequired: string[], sections: SectionScore[]
 * }} ScoreResult
 */

/** The whole, 100%, in micro-percent. */
export const WHOLE = 100_000_000;

/**
 * Scores one form.
 * @param {Scorecard} card
 * @param {Answers} answers
 * @returns {ScoreResult}
 */
export function scoreForm(card, answers) {
  const sections = card.sections.map((section) => tally(section, answers, card));
  const percentage = card.format === "percentage";
  const before = percentage
    ? weighted(sections.map(({ weight, raw, possible }) => ({ weight, earned: raw, possible })))
    : cumulative(sections.map(({ raw, possible }) => ({ earned: raw, possible })));
  const applied = percentage ? weighted(sections) : cumulative(sections);
  const autoFailed = sections.some((section) => section.failsAll);
  const score = autoFailed ? 0 : applied;
  const passMark = card.passMark ?? null;
  return {
    score,
    scoreBeforeAutoFail: before,
    earned: autoFailed ? 0 : sum(sections.map((section) => section.earned)),
    possible: sum(sections.map((section) => section.possible)),
    autoFailed,
    passed: autoFailed ? false : passMark === null || score === null ? null : score >= passMark,
    missingRequired: sections.flatMap((section) => section.missing),
    sections: sections.map(({ key, earned, possible, autoFailed }) => ({
      key,
      earned: Number(earned),
      possible: Number(possible),
      score: possible === 0n ? null : micro(earned, possible),
      autoFailed,
    })),
  };
}

/**
 * The total of a session of several forms: the mean of the scored ones, half-up; one failed form fails it.
 * @param {Pick<ScoreResult, "score" | "passed">[]} forms
 * @returns {{ score: number | null, passed: boolean | null }}
 */
export function scoreSession(forms) {
  const scored = forms.flatMap(({ score }) => score === null ? [] : [BigInt(score)]);
  const total = scored.reduce((a, b) => a + b, 0n);
  return {
    score: scored.length === 0 ? null : roundHalfUp(total, BigInt(scored.length)),
    passed: forms.some(({ passed }) => passed === false)
      ? false
      : forms.some(({ passed }) => passed === true)
      ? true
      : null,
  };
}

/**
 * Whether choosing an option is a failing answer: it earns no points, or fails automatically.
 * @param {Pick<Option, "points" | "autoFail">} option
 */
export function isFailing({ points, autoFail = "none" }) {
  return points === 0 || autoFail !== "none";
}

/**
 * Whether a question has been answered, N/A counting as an answer.
 * @param {Answer | undefined} answer
 */
export function isAnswered(answer) {
  return answer !== undefined && (answer.na === true || answer.option !== undefined);
}

/**
 * @typedef {{
 *   key: string, weight: bigint, raw: bigint, earned: bigint, possible: bigint,
 *   autoFailed: boolean, failsAll: boolean, missing: string[]
 * }} Tally what a section earned (`raw`: before its own auto-fail) and could have earned
 */

/**
 * @param {Section} section
 * @param {Answers} answers
 * @param {Scorecard} card
 * @returns {Tally}
 */
function tally(section, answers, card) {
  /** @type {Tally} */
  const result = {
    key: section.key,
    weight: BigInt(section.weight ?? 0),
    raw: 0n,
    earned: 0n,
    possible: 0n,
    autoFailed: false,
    failsAll: false,
    missing: [],
  };
  for (const question of section.questions) {
    const answer = answers[question.key];
    if (answer?.na) continue;
    const highest = question.options.reduce((most, option) => Math.max(most, option.points), 0);
    const chosen = question.options.find((option) => option.key === answer?.option);
    if (chosen) {
      result.raw += BigInt(chosen.points);
      result.possible += BigInt(highest);
      if (chosen.autoFail === "section") result.autoFailed = true;
      if (chosen.autoFail === "evaluation") result.failsAll = true;
    } else {
      if (question.required) result.missing.push(question.key);
      const excluded = !question.required && card.unansweredOptional === "exclude";
      if (!excluded) result.possible += BigInt(highest);
    }
  }
  result.earned = result.autoFailed ? 0n : result.raw;
  return result;
}

/**
 * The sum of w * E/P over the sum of w, over sections with P > 0 and w > 0.
 * @param {{ weight: bigint, earned: bigint, possible: bigint }[]} sections
 * @returns {number | null} micro-percent
 */
function weighted(sections) {
  let numerator = 0n, denominator = 1n, weights = 0n;
  for (const { weight, earned, possible } of sections) {
    if (possible === 0n || weight === 0n) continue;
    numerator = numerator * possible + weight * earned * denominator;
    denominator *= possible;
    const shared = gcd(numerator, denominator);
    numerator /= shared;
    denominator /= shared;
    weights += weight;
  }
  return weights === 0n ? null : micro(numerator, denominator * weights);
}

/**
 * @param {{ earned: bigint, possible: bigint }[]} sections
 * @returns {number | null} micro-percent
 */
function cumulative(sections) {
  const earned = sections.reduce((total, section) => total + section.earned, 0n);
  const possible = sections.reduce((total, section) => total + section.possible, 0n);
  return possible === 0n ? null : micro(earned, possible);
}

/** @param {bigint} numerator @param {bigint} denominator */
function micro(numerator, denominator) {
  return roundHalfUp(numerator * BigInt(WHOLE), denominator);
}

/** @param {bigint} numerator @param {bigint} denominator */
function roundHalfUp(numerator, denominator) {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/** @param {bigint} a @param {bigint} b @returns {bigint} */
function gcd(a, b) {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

/** @param {bigint[]} values */
function sum(values) {
  return Number(values.reduce((a, b) => a + b, 0n));
}
