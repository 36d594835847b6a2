/**
 * Two versions of a session's answers, question by question: where they differ, and what becomes of it.
 * @module
 */

/** @typedef {import("/features/evaluations/score.js").Answer} Answer */
/** @typedef {import("/features/evaluations/sheet.js").FormAnswers} FormAnswers */
/** @typedef {{ form: string, question: string, yours: Answer | null, theirs: Answer | null }} Conflict */
/** @typedef {"yours" | "theirs"} Side */

/**
 * Whether two answers say the same: option, N/A, comment, evidence, and whether it still waits for
 * a person; not whether they were touched.
 * @param {Answer | null | undefined} a
 * @param {Answer | null | undefined} b
 */
export function isSameAnswer(a, b) {
  return plain(a) === plain(b);
}

/**
 * The questions on which two versions differ, in the order of the forms.
 * @param {readonly FormAnswers[]} yours
 * @param {readonly FormAnswers[]} theirs
 * @returns {Conflict[]}
 */
export function differences(yours, theirs) {
  return yours.flatMap(({ id, answers }) => {
    const others = theirs.find((form) => form.id === id)?.answers ?? {};
    const questions = new Set([...Object.keys(answers), ...Object.keys(others)]);
    return [...questions]
      .filter((question) => !isSameAnswer(answers[question], others[question]))
      .map((question) => ({
        form: id,
        question,
        yours: answers[question] ?? null,
        theirs: others[question] ?? null,
      }));
  });
}

/**
 * The answers that a session's forms have a place for, when they are another version than was answered.
 * @param {readonly { id: string, scorecard: { content: import("/features/evaluations/score.js").Scorecard } }[]} forms
 * @param {readonly FormAnswers[]} given
 * @returns {FormAnswers[]}
 */
export function fitting(forms, given) {
  return forms.map(({ id, scorecard }) => {
    const form = given.find((one) => one.id === id);
    const answers = form?.answers ?? {};
    const questions = scorecard.content.sections.flatMap((section) => section.questions);
    const fits = questions.filter(({ key, options, allowNA }) => {
      const answer = answers[key];
      if (!answer) return false;
      if (answer.na) return allowNA === true;
      return answer.option == null || options.some((option) => option.key === answer.option);
    });
    return { ...form, id, answers: Object.fromEntries(fits.map(({ key }) => [key, answers[key]])) };
  });
}

/**
 * What somebody answered that a session's forms have no place for; defaults that nobody touched are no loss.
 * @param {Parameters<typeof fitting>[0]} forms
 * @param {readonly FormAnswers[]} given
 * @returns {{ form: string, question: string, answer: Answer }[]}
 */
export function misfits(forms, given) {
  const kept = fitting(forms, given);
  return given.flatMap(({ id, answers }) => {
    const fits = kept.find((form) => form.id === id)?.answers ?? {};
    return Object.entries(answers)
      .filter(([question, answer]) => !(question in fits) && answer.touched !== false)
      .map(([question, answer]) => ({ form: id, question, answer }));
  });
}

/**
 * Conflicts in the order the questions are read in.
 * @param {readonly { id: string, scorecard: { content: import("/features/evaluations/score.js").Scorecard } }[]} forms
 * @param {readonly Conflict[]} conflicts
 */
export function inCardOrder(forms, conflicts) {
  const places = new Map(
    forms.flatMap(({ id, scorecard }) =>
      scorecard.content.sections.flatMap((section) => section.questions).map(({ key }) => `${id} ${key}`)
    ).map((name, index) => [name, index]),
  );
  /** @param {Conflict} conflict */
  const place = ({ form, question }) => places.get(`${form} ${question}`) ?? Infinity;
  return [...conflicts].sort((a, b) => place(a) - place(b));
}

/**
 * Which side each conflict begins with: the one that changed since both were the same; yours when both did.
 * @param {readonly Conflict[]} conflicts
 * @param {readonly FormAnswers[]} base what both began from
 * @returns {Side[]}
 */
export function proposedSides(conflicts, base) {
  return conflicts.map(({ form, question, yours }) => {
    const before = base.find((one) => one.id === form)?.answers[question];
    return isSameAnswer(yours, before) ? "theirs" : "yours";
  });
}

/**
 * The answers after each conflict went to one side; everything else is as you have it. Whether default scores are on
 * goes with the answers that stand: theirs where nothing of yours does.
 * @param {readonly FormAnswers[]} yours
 * @param {readonly Conflict[]} conflicts
 * @param {readonly Side[]} sides
 * @param {readonly FormAnswers[]} [theirs]
 * @returns {FormAnswers[]}
 */
export function merged(yours, conflicts, sides, theirs = []) {
  const isTheirs = sides.every((side) => side === "theirs");
  return yours.map((form) => {
    const { id } = form;
    const next = { ...form.answers };
    for (const [index, conflict] of conflicts.entries()) {
      if (conflict.form !== id) continue;
      const answer = conflict[sides[index]];
      if (answer) next[conflict.question] = answer;
      else delete next[conflict.question];
    }
    const other = isTheirs ? theirs.find((one) => one.id === id) : undefined;
    return { ...form, ...(other ? { defaultScores: other.defaultScores } : {}), answers: next };
  });
}

/** @param {Answer | null | undefined} answer */
function plain(answer) {
  const evidence = (answer?.evidence ?? []).map(({ startMs, endMs }) => [startMs, endMs]);
  return JSON.stringify([
    answer?.na ? null : answer?.option ?? "",
    answer?.na === true,
    answer?.comment ?? "",
    evidence,
    answer?.confirmed !== false,
  ]);
}
