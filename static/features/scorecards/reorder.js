/**
 * Moving sections, questions and options: by the handle dragged, by Alt with the arrows, by buttons.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { announce, toast } from "/lib/ui/toast.js";
import { kindOf, moved, movedBeside, without } from "/features/scorecards/places.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/editor-desk.js").Desk} Desk */

/** @type {{ pointer: string } | null} what is being dragged */
let dragged = null;

/**
 * Moves what stands at a place one up or down; the focus goes with it.
 * @param {Desk} desk
 * @param {string} pointer
 * @param {-1 | 1} step
 * @param {string} [part] of the element, after its pointer, that has the focus
 */
export function move(desk, pointer, step, part = "") {
  const next = moved(desk.card, pointer, step);
  if (!next) return;
  desk.apply(next.card, next.pointer + part);
  announce(t("editor.movedTo", { what: named(next.pointer) }));
}

/**
 * The handle that is dragged.
 * @param {string} pointer
 * @param {string} what
 */
export function handle(pointer, what) {
  return h(
    "span",
    {
      class: "edit-handle",
      draggable: true,
      title: t("editor.drag", { what }),
      aria: { hidden: true },
      ondragstart: (/** @type {DragEvent} */ event) => {
        dragged = { pointer };
        event.dataTransfer?.setData("text/plain", what);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
      },
      ondragend: () => (dragged = null),
    },
    "⠿",
  );
}

/**
 * The buttons that move an element up and down and take it out.
 * @param {Desk} desk
 * @param {string} pointer
 * @param {string} what
 * @param {{ mayRemove?: boolean, mayMove?: boolean }} [options]
 */
export function moveButtons(desk, pointer, what, { mayRemove = true, mayMove = true } = {}) {
  const one = (
    /** @type {import("/lib/ui/icons.js").IconName} */ name,
    /** @type {string} */ label,
    /** @type {string} */ part,
    /** @type {() => void} */ run,
    isOff = false,
  ) =>
    button({
      icon: name,
      iconOnly: true,
      small: true,
      look: "bare",
      label: t(label, { what }),
      onclick: run,
      props: { dataset: { at: pointer + part }, aria: isOff ? { disabled: true } : {} },
    });
  return h(
    "span",
    { class: "edit-tools" },
    mayMove && [
      one("up", "editor.moveUp", "#up", () => move(desk, pointer, -1, "#up"), !moved(desk.card, pointer, -1)),
      one("down", "editor.moveDown", "#down", () => move(desk, pointer, 1, "#down"), !moved(desk.card, pointer, 1)),
    ],
    mayRemove && one("trash", "editor.remove", "#remove", () => remove(desk, pointer, what)),
  );
}

/**
 * @param {Desk} desk
 * @param {string} pointer
 * @param {string} what
 */
function remove(desk, pointer, what) {
  desk.apply(without(desk.card, pointer), pointer.slice(0, pointer.lastIndexOf("/")));
  toast(t("editor.removed", { what }), { action: { label: t("editor.undo"), run: () => desk.undo() } });
}

/**
 * Lets elements be dropped beside others within `root`, and moved by Alt with the arrows from anywhere in them.
 * @param {HTMLElement} root
 * @param {Desk} desk
 */
export function makeReorderable(root, desk) {
  root.addEventListener("dragover", (event) => {
    const goal = goalOf(event);
    clearMarks(root);
    if (!goal) return;
    event.preventDefault();
    goal.row.classList.add(goal.isAfter ? "drop-after" : "drop-before");
  });
  root.addEventListener("dragleave", () => clearMarks(root));
  root.addEventListener("drop", (event) => {
    const goal = goalOf(event);
    clearMarks(root);
    if (!goal || !dragged) return;
    event.preventDefault();
    const next = movedBeside(desk.card, dragged.pointer, goal.pointer, goal.isAfter);
    dragged = null;
    if (next) desk.apply(next.card, next.pointer);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const row = target?.closest("[data-place]");
    if (!(row instanceof HTMLElement) || row.dataset.fixed !== undefined) return;
    event.preventDefault();
    const place = row.dataset.place ?? "";
    const focused = target?.dataset.at ?? "";
    move(desk, place, event.key === "ArrowUp" ? -1 : 1, focused.startsWith(place) ? focused.slice(place.length) : "");
  });
}

/**
 * Where what is dragged would land: the nearest row of its kind, upper or lower half.
 * @param {DragEvent} event
 */
function goalOf(event) {
  if (!dragged) return null;
  for (
    let row = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    row instanceof HTMLElement;
    row = row.parentElement?.closest("[data-place]") ?? null
  ) {
    const pointer = row.dataset.place ?? "";
    if (kindOf(pointer) !== kindOf(dragged.pointer)) continue;
    const box = row.getBoundingClientRect();
    return { row, pointer, isAfter: event.clientY > box.top + box.height / 2 };
  }
  return null;
}

/** @param {HTMLElement} root */
function clearMarks(root) {
  for (const row of root.querySelectorAll(".drop-before, .drop-after")) {
    row.classList.remove("drop-before", "drop-after");
  }
}

/** @param {string} pointer */
function named(pointer) {
  const number = Number(pointer.slice(pointer.lastIndexOf("/") + 1)) + 1;
  const kind = kindOf(pointer).split(" ")[0];
  return t(kind === "section" ? "editor.section" : kind === "question" ? "editor.question" : "editor.option", {
    number,
  });
}
