/**
 * What the answers of a completed evaluation were at an earlier revision.
 * @module
 */

/** @typedef {import("/features/evaluations/calls.js").Revision} Revision */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * Takes every later change back, the newest first.
 * @param {readonly FormAnswers[]} saved as the newest revision left them
 * @param {readonly Revision[]} revisions the newest first, without a gap
 * @param {number} number whose answers are wanted
 * @returns {FormAnswers[]}
 */
export function answersBefore(saved, revisions, number) {
  const forms = saved.map(({ id, answers }) => ({ id, answers: { ...answers } }));
  for (const revision of revisions) {
    if (revision.number <= number) break;
    for (const { form, question, from } of revision.changes) {
      const answers = forms.find((one) => one.id === form)?.answers;
      if (!answers) continue;
      if (from) answers[question] = from;
      else delete answers[question];
    }
  }
  return forms;
}
