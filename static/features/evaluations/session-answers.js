/**
 * The answers a session holds: its own, and the draft of whoever asks.
 * @module
 */

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/** The session's own answers, draft aside. @param {Session} session @returns {FormAnswers[]} */
export function answersOf(session) {
  return session.forms.map(({ id, answers, defaultScores }) => ({ id, answers: answers ?? {}, defaultScores }));
}

/** What somebody goes on from: their draft, else the session's answers. @param {Session} session */
export function currentAnswersOf(session) {
  return session.draft?.forms ? withAll(session, session.draft.forms) : answersOf(session);
}

/**
 * Answers for every form of the session, whatever was left out.
 * @param {Session} session
 * @param {readonly FormAnswers[]} forms
 * @returns {FormAnswers[]}
 */
export function withAll(session, forms) {
  return session.forms.map(({ id }) => forms.find((form) => form.id === id) ?? { id, answers: {} });
}
