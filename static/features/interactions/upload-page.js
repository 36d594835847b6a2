/**
 * Adds an interaction by hand, or recordings to one: files are sent while the rest is filled in, then prepared
 * with progress until the interaction can be opened.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { navigate, reload } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { button, buttonLink, setBusy } from "/lib/ui/button.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { showErrors } from "/lib/ui/field.js";
import { notice, pageHead } from "/lib/ui/parts.js";
import { announce, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { createInteraction, getInteraction } from "/features/interactions/calls.js";
import { interactionForm } from "/features/interactions/interaction-form.js";
import { listRecordings } from "/features/recordings/calls.js";
import { uploadList } from "/features/recordings/upload-list.js";
import "/features/interactions/labels.js";
import "/features/recordings/labels.js";

await styles(import.meta.url, "../recordings/uploads.css");

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, signal }) {
  let interaction = params.id ? await getInteraction(params.id, signal) : null;
  const recordings = params.id ? await listRecordings(params.id, signal) : [];
  const form = interaction ? null : interactionForm();
  const files = uploadList({
    takenMonitors: recordings.flatMap((one) =>
      one.kind === "screen" && one.state !== "failed" ? one.monitor ?? [] : []
    ),
    onchange: draw,
    onagain: (row) => void start([row]),
  });
  const status = h("div", { class: "upload-status" });
  const submit = button({ look: "primary", label: "", onclick: () => void start() });
  const foot = h("div", { class: "upload-foot" }, status, submit);
  const title = interaction ? t("recordings.addTitle", { id: interaction.externalId }) : t("recordings.newTitle");
  let isWorking = false;
  addEventListener("beforeunload", warn, { signal });
  draw();
  return {
    title,
    element: h(
      "div",
      { class: "page narrow" },
      pageHead({
        title,
        crumbs: [
          { label: t("interactions.title"), href: "/interactions" },
          ...(interaction ? [{ label: interaction.externalId, href: `/interactions/${interaction.id}` }] : []),
        ],
      }),
      form &&
        h(
          "section",
          { class: "card" },
          h("header", { class: "card-head" }, h("h2", null, t("recordings.about"))),
          h("div", { class: "card-body" }, form.element),
        ),
      h(
        "section",
        { class: "card" },
        h("header", { class: "card-head" }, h("h2", null, t("interactions.recordings"))),
        h("div", { class: "card-body" }, files.element),
      ),
      foot,
    ),
    mayLeave,
  };

  /** @param {import("/features/recordings/upload-row.js").UploadRow[]} [some] only these */
  async function start(some) {
    if (isWorking) return;
    const input = form && !interaction ? form.read() : null;
    const isRight = files.check();
    if ((form && !interaction && !input) || !isRight) return;
    isWorking = true;
    setBusy(submit, true);
    draw();
    try {
      if (!interaction && input) {
        interaction = await createInteraction({ ...input, offline: may("add_offline_interactions") });
        for (const control of form?.element.querySelectorAll("input, select") ?? []) {
          /** @type {HTMLInputElement} */ (control).disabled = true;
        }
      }
      const isReady = await files.attachAll(String(interaction?.id), signal, some);
      if (signal.aborted) return;
      announce(t(isReady ? "recordings.allDone" : "recordings.someFailed"));
      if (isReady && files.rows().length === 0) await navigate(`/interactions/${interaction?.id}`);
    } catch (error) {
      refused(error);
    } finally {
      isWorking = false;
      setBusy(submit, false);
      draw();
    }
  }

  /** @param {unknown} error */
  function refused(error) {
    if (!(error instanceof ApiError) || error.errors.length === 0 || !form) return toastError(error);
    const others = showErrors(error.errors, form.pointers);
    if (others.length > 0) toastError(others[0].detail);
  }

  function draw() {
    const rows = files.rows();
    const isDone = interaction !== null && !isWorking && rows.length > 0 &&
      rows.every((row) => row.state() === "ready");
    const isPartial = !isWorking && !isDone && rows.some((row) => row.state() === "ready" || row.state() === "failed");
    const isEmpty = rows.length === 0;
    const isHeld = foot.contains(document.activeElement);
    files.setOpen(!isDone && !isWorking);
    submit.hidden = isDone || (isEmpty && !form);
    replace(
      submit,
      h(
        "span",
        null,
        t(
          isPartial
            ? "recordings.retry"
            : interaction
            ? "recordings.attach"
            : isEmpty
            ? "recordings.createEmpty"
            : "recordings.create",
        ),
      ),
    );
    const open = interaction && (isDone || isPartial) &&
      buttonLink({
        label: t("recordings.openInteraction"),
        look: isDone ? "primary" : "plain",
        href: `/interactions/${interaction.id}`,
      });
    const again = isDone && form && button({ label: t("recordings.addMore"), onclick: () => void reload() });
    replace(
      status,
      isDone
        ? notice(t("recordings.allDone"), { tone: "good", action: h("span", { class: "upload-next" }, again, open) })
        : isPartial
        ? notice(t("recordings.someFailed"), { tone: "warn", action: open || null })
        : isWorking &&
          h(
            "p",
            { class: "muted", role: "status" },
            t(files.isSending() ? "recordings.unfinished" : "recordings.working"),
          ),
    );
    // What had the focus is another now, or gone.
    if (isHeld && (submit.hidden || !foot.contains(document.activeElement))) (open || submit).focus();
  }

  async function mayLeave() {
    if (!files.isSending()) return true;
    const isSure = await confirmDialog({
      title: t("recordings.leaveTitle"),
      body: t("recordings.leaveText"),
      confirm: t("recordings.leave"),
    });
    return isSure;
  }

  /** @param {BeforeUnloadEvent} event */
  function warn(event) {
    if (files.isSending() || isWorking) event.preventDefault();
  }
}
