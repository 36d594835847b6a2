/**
 * *Default scores to 100%*: for every question the highest option that does not fail automatically.
 * @module
 */

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/score.js").Answers} Answers */
/** @typedef {import("/features/evaluations/score.js").Scorecard} Scorecard */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */

/**
 * The first of equals; questions that can fail automatically wait for an answer by hand.
 * @param {Scorecard} card
 * @returns {Answers}
 */
export function fullMarks(card) {
  /** @type {Answers} */
  const answers = {};
  for (const question of card.sections.flatMap((section) => section.questions)) {
    const safe = question.options.filter((option) => !fails(option));
    if (safe.length === 0) continue;
    const best = safe.reduce((most, option) => option.points > most.points ? option : most);
    const isConfirmed = !question.options.some(fails);
    answers[question.key] = { option: best.key, touched: false, ...(isConfirmed ? {} : { confirmed: false }) };
  }
  return answers;
}

/**
 * What every form of a session is given, not only the one on screen.
 * @param {Pick<Session, "forms">} session
 * @returns {FormAnswers[]}
 */
export function fullMarksOf(session) {
  return session.forms.map(({ id, scorecard }) => ({ id, answers: fullMarks(scorecard.content) }));
}

/** Whether a question waits for an answer by hand. @param {import("/features/evaluations/score.js").Answer | undefined} answer */
export function isUnconfirmed(answer) {
  return answer?.confirmed === false;
}

/** @param {import("/features/evaluations/score.js").Option} option */
function fails(option) {
  return (option.autoFail ?? "none") !== "none";
}
