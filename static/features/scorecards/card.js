/**
 * The content of a scorecard under edit, as pure steps: each takes a card and gives the next one, sharing what did
 * not change. Places are named by JSON pointers, the same that the server's errors carry.
 * @module
 */

import { put } from "/features/scorecards/places.js";

/** @typedef {import("/features/scorecards/calls.js").Content} Content */
/** @typedef {"none" | "section" | "evaluation"} Scope */
/** @typedef {{ key: string, label: string, points: number, autoFail: Scope }} CardOption */
/** @typedef {"yesNo" | "singleChoice" | "ratingScale"} QuestionType */
/**
 * @typedef {{
 *   key: string, type: QuestionType, text: string, helpText: string, required: boolean, allowNA: boolean,
 *   default: string | null, commentPolicy: "optional" | "required" | { onOptions: string[] }, options: CardOption[]
 * }} CardQuestion
 */
/** @typedef {{ key: string, title: string, description: string, weight: number, questions: CardQuestion[] }} CardSection */
/**
 * A scorecard with all its members said.
 * @typedef {{
 *   key: string, name: string, description: string, tags: string[], format: "percentage" | "points",
 *   defaultsOn: boolean, evidenceRequired: boolean, passMark: number | null, unansweredOptional: "zero" | "exclude",
 *   sections: CardSection[]
 * }} Card
 */
/** @typedef {() => string} NewKey gives a key no other element has */

/** All weights together, basis points. */
export const ALL_WEIGHT = 10_000;

/**
 * The content with every absent member at its default.
 * @param {Content} content
 * @returns {Card}
 */
export function wholeCard(content) {
  return {
    key: content.key ?? "",
    name: content.name ?? "",
    description: content.description ?? "",
    tags: content.tags ?? [],
    format: content.format ?? "percentage",
    defaultsOn: content.defaultsOn ?? false,
    evidenceRequired: content.evidenceRequired ?? false,
    passMark: content.passMark ?? null,
    unansweredOptional: content.unansweredOptional ?? "zero",
    sections: (content.sections ?? []).map((section) => ({
      key: section.key ?? "",
      title: section.title ?? "",
      description: section.description ?? "",
      weight: section.weight ?? 0,
      questions: (section.questions ?? []).map((question) => ({
        key: question.key ?? "",
        type: question.type ?? "yesNo",
        text: question.text ?? "",
        helpText: question.helpText ?? "",
        required: question.required ?? false,
        allowNA: question.allowNA ?? false,
        default: question.default ?? null,
        commentPolicy: question.commentPolicy ?? "optional",
        options: (question.options ?? []).map((option) => ({
          key: option.key ?? "",
          label: option.label ?? "",
          points: option.points ?? 0,
          autoFail: option.autoFail ?? "none",
        })),
      })),
    })),
  };
}

/**
 * A scorecard with one section and one question to begin from.
 * @param {{ key: string, name: string, format: Card["format"], title: string }} given
 * @param {NewKey} newKey
 * @returns {Card}
 */
export function firstCard({ key, name, format, title }, newKey) {
  const card = { ...wholeCard(/** @type {Content} */ ({ key, name, format, sections: [] })) };
  const weight = format === "percentage" ? ALL_WEIGHT : 0;
  return {
    ...card,
    sections: [{ key: newKey(), title, description: "", weight, questions: [newQuestion("yesNo", newKey)] }],
  };
}

/**
 * A key made of a name: what is no letter or digit becomes a dash.
 * @param {string} name
 */
export function keyOf(name) {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/g, "").slice(0, 100) || "scorecard";
}

/**
 * @param {QuestionType} type
 * @param {NewKey} newKey
 * @returns {CardQuestion}
 */
export function newQuestion(type, newKey) {
  return {
    key: newKey(),
    type,
    text: "",
    helpText: "",
    required: true,
    allowNA: false,
    default: null,
    commentPolicy: "optional",
    options: firstOptions(type, newKey),
  };
}

/**
 * @param {QuestionType} type
 * @param {NewKey} newKey
 * @returns {CardOption[]}
 */
function firstOptions(type, newKey) {
  if (type === "ratingScale") return scale(1, 5);
  if (type === "singleChoice") return [option(newKey(), "", 10), option(newKey(), "", 0)];
  return [option("yes", "Yes", 10), option("no", "No", 0)];
}

/** @param {string} key @param {string} label @param {number} points @returns {CardOption} */
function option(key, label, points) {
  return { key, label, points, autoFail: "none" };
}

/**
 * The steps of a rating scale, each worth its value; what lies below 0 is worth nothing.
 * @param {number} min
 * @param {number} max
 * @param {CardOption[]} [before] steps that stay as they were
 */
export function scale(min, max, before = []) {
  return Array.from({ length: Math.max(0, max - min + 1) }, (_, index) => {
    const key = String(min + index);
    return before.find((one) => one.key === key) ?? option(key, key, Math.max(0, min + index));
  });
}

/**
 * The first and last step of a scale; null where the keys are no whole numbers.
 * @param {CardQuestion} question
 * @returns {{ min: number, max: number } | null}
 */
export function scaleOf(question) {
  const values = question.options.map((one) => Number(one.key));
  if (values.length === 0 || !values.every(Number.isInteger)) return null;
  return { min: values[0], max: values[values.length - 1] };
}

/**
 * The question with other options: a default and comment rules that named one which is gone go with it.
 * @param {CardQuestion} question
 * @param {CardOption[]} options
 * @returns {CardQuestion}
 */
export function withOptions(question, options) {
  const isThere = (/** @type {string} */ key) => options.some((one) => one.key === key);
  const policy = question.commentPolicy;
  const kept = typeof policy === "object" ? policy.onOptions.filter(isThere) : [];
  return {
    ...question,
    options,
    default: question.default !== null && isThere(question.default) ? question.default : null,
    commentPolicy: typeof policy === "object" ? (kept.length > 0 ? { onOptions: kept } : "optional") : policy,
  };
}

/**
 * The question asked in another way; options that fit it stay.
 * @param {CardQuestion} question
 * @param {QuestionType} type
 * @param {NewKey} newKey
 */
export function withType(question, type, newKey) {
  if (type === question.type) return question;
  const had = question.options;
  const isScale = scaleOf(question) !== null;
  const keeps = type === "singleChoice" ? had.length >= 2 : type === "yesNo" ? had.length === 2 && !isScale : isScale;
  return withOptions({ ...question, type }, keeps ? had : firstOptions(type, newKey));
}

/**
 * A choice with one option more, at the end.
 * @param {CardQuestion} question
 * @param {NewKey} newKey
 */
export function withMoreOptions(question, newKey) {
  return withOptions(question, [...question.options, option(newKey(), "", 0)]);
}

/**
 * What is missing to 100%, basis points; below zero when it is too much.
 * @param {Card} card
 */
export function weightLeft(card) {
  return ALL_WEIGHT - card.sections.reduce((sum, section) => sum + section.weight, 0);
}

/**
 * The card with the whole weight shared out evenly; the first sections take what does not divide.
 * @param {Card} card
 * @returns {Card}
 */
export function withEvenWeights(card) {
  const count = card.sections.length;
  const share = Math.floor(ALL_WEIGHT / Math.max(1, count));
  const rest = ALL_WEIGHT - share * count;
  const sections = card.sections.map((section, index) => ({ ...section, weight: share + (index < rest ? 1 : 0) }));
  return { ...card, sections };
}

/**
 * The first default answer of a card turns filling them in on; without it nobody would see it.
 * @param {Card} card
 * @param {string} pointer to the question
 * @param {string | null} value
 */
export function withDefault(card, pointer, value) {
  const isFirst = card.sections.every((section) => section.questions.every((question) => question.default === null));
  const next = put(card, `${pointer}/default`, value);
  return isFirst && value !== null ? put(next, "/defaultsOn", true) : next;
}
